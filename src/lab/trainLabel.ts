import { words } from '../languages/words.ts';
import { durationText } from '../state/estimate.ts';
import type { Lab } from '../state/lab.svelte.ts';

/** What the main button does next. */
export function trainLabel(lab: Lab, gpu: boolean | null): string {
  const { train } = words();
  const { status, secondsLeft } = lab.session;
  if (status === 'pausing') return train.pausing;
  if (status !== 'idle' && lab.live.some((run) => run?.isPretraining)) return train.stopPretraining;
  if (status === 'starting') return train.starting;
  if (status === 'playing') return train.pause(secondsLeft === null ? null : durationText(secondsLeft));
  if (lab.finished) return train.again(lab.setup.columns[0].seed + 1);
  if (lab.unfinished) return train.goOn;
  return train.both(gpu !== false);
}
