/** What docs/TOUR.md says: a sentence for each thing that the page was to do, and the stops that show it. */

/** @typedef {{ says: string, shown: string[] }} Bullet shown: names of stops */

/** @type {{ title: string, bullets: Bullet[] }[]} */
const sections = [
  {
    title: 'First minute',
    bullets: [
      {
        says: 'What the server sends is drawn already: two recorded runs, their answers and what they were rewarded for, before any script has arrived and without a GPU.',
        shown: ['before-scripts'],
      },
      {
        says: 'Then both recordings play side by side, labelled as recordings. One sentence says what the page does, one per run what is happening, and one button trains the same on the visitor’s own machine.',
        shown: ['first-view'],
      },
      {
        says: 'Where the system asks for less motion nothing plays by itself: both recordings stand at their last evaluation.',
        shown: ['reduced-motion'],
      },
    ],
  },
  {
    title: 'Story',
    bullets: [
      {
        says: 'Nine chapters, one idea each, that move the real lab; a chapter points at a row, has one thing to do and goes on by a key or a tap. In English and Chinese, chosen from the browser’s language and switched in place.',
        shown: ['story'],
      },
      { says: 'Every term is explained where it first stands, and every claim shows its line of code.', shown: ['story-term'] },
      { says: 'Every claim leads to its figure in the study.', shown: ['story-figure'] },
    ],
  },
  {
    title: 'Lab',
    bullets: [
      { says: 'Two runs side by side, a row per question; the columns stay beside one another on a phone.', shown: ['lab'] },
      {
        says: 'The reward map is the control: α of the second answer in Stage II was set to 3, the cell says that it changed, and a link restores what the recording had.',
        shown: ['reward-map'],
      },
      { says: 'Every other option is a number or a choice with its limits beside it.', shown: ['settings'] },
      { says: 'Any evaluation can be gone back to: the same rollouts, as the model wrote them at step 100.', shown: ['scrubbed'] },
      { says: 'Training says which update it makes, what it is doing, and how much time is left.', shown: ['training'] },
      { says: 'One update in four stages; here sampled, graded and with its advantages.', shown: ['stages'] },
      {
        says: 'A problem of one’s own: both answers with the probability of every token, the program that ran, and what the second answer looks at. A token of the first answer can be changed.',
        shown: ['ask'],
      },
      {
        says: 'All runs of this browser in a table: a queue repeated two more seeds, all six are drawn over one another, and two groups are compared by exact sign flips.',
        shown: ['runs', 'overlay', 'comparison'],
      },
      { says: 'A closer look at a model: swap test, votes, ten attempts in a row, levels of difficulty.', shown: ['closer-look'] },
      { says: 'A task of one’s own: a generator and a checker, run in the sandbox and tried on ten problems.', shown: ['own-task'] },
    ],
  },
  {
    title: 'Sharing',
    bullets: [
      {
        says: 'The address is the experiment. The dialog has it, the code of a frame with parts hidden, the run as a file, CSV, JSON lines and TensorBoard events.',
        shown: ['share'],
      },
      {
        says: 'The numbers of every run as CSV, JSON lines and TensorBoard event files, and what is in such a file: the courses of its scalars, listed by a reader of TensorBoard’s format.',
        shown: ['event-files', 'event-files-read'],
      },
      { says: 'The page in a frame, with `?embed&hide=…`.', shown: ['hidden'] },
      { says: 'A run that was saved as a file, deleted, and opened again.', shown: ['opened'] },
      { says: 'Every picture can be read as a table and saved as SVG or PNG with its caption.', shown: ['picture'] },
      { says: 'Three lessons for a class, each with a plan, a pupils’ sheet and answers.', shown: ['lessons', 'lesson'] },
      { says: 'The pupils’ sheet on paper: short addresses, and room to write.', shown: ['lesson-on-paper'] },
    ],
  },
  {
    title: 'Study and craft',
    bullets: [
      { says: 'The study: the report’s figures, drawn by the page.', shown: ['study'] },
      { says: 'How fast the device is, measured on request: the dialog before it measures.', shown: ['bench'] },
      { says: 'Keyboard for everything, with a map.', shown: ['keys'] },
      { says: 'Dark where the system is.', shown: ['dark'] },
      { says: 'The page on paper.', shown: ['page-on-paper'] },
      { says: 'On a screen of 3840 by 2160.', shown: ['uhd'] },
      { says: 'Without a network, after one visit.', shown: ['offline'] },
      {
        says: 'A newer version is there: the open page, and a run in it, stay as they are until its tabs are closed.',
        shown: ['newer-version'],
      },
    ],
  },
];

/** @param {import('./stops.mjs').Stop} stop */
function figure({ name, only, whole, inChinese }) {
  const suffixes = inChinese ? ['', '-zh'] : [''];
  const image = (/** @type {string} */ file, /** @type {number} */ width) => `<img src="tour/${file}.webp" width="${width}" alt="${name}">`;
  const images = suffixes.flatMap((suffix) =>
    only
      ? [image(`${name}${suffix}`, Math.min(only.width, 640))]
      : [image(`${name}-1440${suffix}`, whole ? 420 : 560), image(`${name}-390${suffix}`, whole ? 120 : 170)],
  );
  return images.join(' ');
}

/**
 * @param {readonly import('./stops.mjs').Stop[]} stops
 * @throws if a bullet names no stop, or a stop is named by no bullet
 */
export function tourText(stops) {
  const left = new Set(stops.map(({ name }) => name));
  const stopOf = (/** @type {string} */ name) => {
    const stop = stops.find((each) => each.name === name);
    if (!stop) throw new Error(`The tour has no stop ${name}.`);
    left.delete(name);
    return stop;
  };
  const body = sections.map(({ title, bullets }) => {
    const parts = bullets.map(({ says, shown }) => `${says}\n\n${shown.map((name) => figure(stopOf(name))).join('\n\n')}\n`);
    return `## ${title}\n\n${parts.join('\n')}`;
  });
  if (left.size > 0) throw new Error(`No sentence of the tour shows ${[...left].join(', ')}.`);
  return `# Tour

Every part of the page, at 1440 and at 390 pixels, the main ones in Chinese as well. \`npm run tour\` builds the page, trains what has to be
trained, takes the pictures and writes this file; \`npm run tour -- ask\` takes those of one stop anew. Runs that are trained for it
are of a few updates, so that a CPU makes them in minutes: what they measure means nothing. Recordings and figures are those that ship.

${body.join('\n')}`;
}
