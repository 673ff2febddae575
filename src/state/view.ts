/** Dialogs that an address can open. */
export const dialogNames = ['keys', 'study', 'bench', 'share', 'runs'] as const;

export type DialogName = (typeof dialogNames)[number];

/** What somebody looks at, beside the experiment itself. */
export interface View {
  /** Updates at the playhead; null at the last evaluation. */
  step: number | null;
  temperature: 0 | 1;
  dialog: DialogName | null;
}

export const openingView: View = { step: null, temperature: 1, dialog: null };

/** The parts of an address that say the view, by what they are called there. */
export function viewParts({ step, temperature, dialog }: View): [string, string][] {
  return [
    ...(step === null ? [] : [['at', String(Math.round(step))] as [string, string]]),
    ...(temperature === openingView.temperature ? [] : [['T', String(temperature)] as [string, string]]),
    ...(dialog === null ? [] : [['open', dialog] as [string, string]]),
  ];
}

const got = (text: string): string => (text === '' ? 'nothing' : `"${text}"`);

const readers: Record<string, (text: string) => Partial<View>> = {
  at(text) {
    if (!/^\d{1,9}$/.test(text)) throw new Error(`at must be a whole number of updates; got ${got(text)}. The last evaluation is shown.`);
    return { step: Number(text) };
  },
  T(text) {
    if (text !== '0' && text !== '1') throw new Error(`T must be 0 (greedy) or 1; got ${got(text)}. Temperature 1 is shown.`);
    return { temperature: text === '0' ? 0 : 1 };
  },
  open(text) {
    const dialog = dialogNames.find((name) => name === text);
    if (!dialog) throw new Error(`open must be one of ${dialogNames.join(', ')}; got ${got(text)}. Nothing is opened.`);
    return { dialog };
  },
};

export const isViewPart = (name: string): boolean => Object.hasOwn(readers, name);

/**
 * The view that the parts of an address ask for, with a sentence for each that was refused.
 * @param updates of the runs that are looked at
 */
export function readView(parts: readonly (readonly [string, string])[], updates: number): { view: View; complaints: string[] } {
  const complaints: string[] = [];
  let view = openingView;
  for (const [name, text] of parts) {
    try {
      view = { ...view, ...readers[name](text) };
    } catch (error) {
      complaints.push(`In the address: ${(error as Error).message}`);
    }
  }
  if (view.step === null || view.step <= updates) return { view, complaints };
  const complaint = `In the address: at must be at most ${updates}, the last update; got ${view.step}. The last evaluation is shown.`;
  return { view: { ...view, step: null }, complaints: [...complaints, complaint] };
}
