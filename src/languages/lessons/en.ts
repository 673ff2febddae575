/**
 * Every word of the lessons in English; its type is what any other language's lessons have to say. `{name}` stands for a number, and each
 * list of a step is as long in every language. They are apart from `../en.ts`, which is part of the first load.
 */

interface Question {
  ask: string;
  answer: string;
}

/** A sentence with numbers, and one for as long as nothing is measured. */
interface Observation {
  measured: string;
  unmeasured: string;
}

interface StepWords {
  name: string;
  doing: string;
  questions: readonly Question[];
  seen: readonly Observation[];
}

interface LessonContent {
  name: string;
  goal: string;
  needs: readonly string[];
  steps: readonly StepWords[];
  notShown: readonly string[];
}

/** What the page says itself measured: it ships with the page. */
const ships = 'The recording is not there. Open the step and read it off the page.';

const askingAgain: LessonContent = {
  name: 'Asking again makes it worse',
  goal: 'Pupils can say what a second attempt is, why a model that was never told when to change gets worse when it is asked again, and why imitating corrections improves one number and ruins another.',
  needs: [
    'Percentages, and the difference of two of them in points.',
    'A language model writes one token after another, here digits. At temperature 1 it draws each by its probability; greedy, it always takes the likeliest.',
    'A base model is a model before the training that one is interested in. This one has learned to add numbers of five digits, not perfectly.',
  ],
  steps: [
    {
      name: 'By head',
      doing:
        'Add 48157 + 51846 in your head and write the sum down at once. Then look at it for ten seconds, and write down a second answer, the same or another one.',
      questions: [
        {
          ask: 'Did you change your answer, and was it for the better?',
          answer:
            'The sum is 100003. Let the class count: right and kept, wrong and put right, right and broken, wrong both times. These are the four bands of the page. A person changes an answer for a reason, a forgotten carry for example; whether a model does is what this lesson asks.',
        },
      ],
      seen: [],
    },
    {
      name: 'Read what it writes',
      doing:
        'Both columns show the base model before any further training, so they are the same. Read both answers to the problem at the top, and press “Another” four times. Then read the list below.',
      questions: [
        {
          ask: 'To how many of the problems that you read does the second answer differ from the first?',
          answer: 'It depends on what was read; about all problems see above.',
        },
        {
          ask: 'Find a problem that was fixed and one that was broken. How many digits differ?',
          answer: 'Mostly one or two. The second answer is more like a copy with a slip than like a new calculation.',
        },
      ],
      seen: [{ measured: 'Its second answers differ from the first in {changed} of problems.', unmeasured: ships }],
    },
    {
      name: 'Count',
      doing:
        'Now over all problems that the model was measured on. Read both accuracies under “Is the second answer better?”, and what was fixed and broken under “What the second look does”.',
      questions: [
        { ask: 'First answers right, second answers right, and Δ, the second minus the first:', answer: 'See above.' },
        {
          ask: 'Fixed minus broken: what is it, and why?',
          answer: 'It is Δ. What stayed right and what stayed wrong counts in both accuracies alike.',
        },
        {
          ask: 'Δ has an interval (±). Could it be that asking again does no harm, and this is chance?',
          answer: 'Hardly: the whole interval lies below zero.',
        },
      ],
      seen: [
        { measured: 'First answers are right in {first} of problems, second ones in {second}. Δ is {delta} points.', unmeasured: ships },
        { measured: 'Fixed {fixed}, broke {broke}.', unmeasured: ships },
      ],
    },
    {
      name: 'Without chance',
      doing: 'The same model, greedy: it always writes the likeliest token. Compare with the step before.',
      questions: [
        { ask: 'In how many problems does the second answer differ now?', answer: 'See above.' },
        {
          ask: 'What does that say about the changes at temperature 1?',
          answer:
            'Most of them were chance. In pretraining the base’s second answers copied the first or answered anew, whether the first was right or wrong: nothing told it when to change. Where it draws, its copies slip, and a slip breaks more right answers than it mends wrong ones.',
        },
      ],
      seen: [{ measured: 'Second answers differ in {changed} of problems, and Δ is {delta} points.', unmeasured: ships }],
    },
    {
      name: 'Imitate corrections',
      doing:
        'An idea: collect second answers that put a wrong first one right, and train the model to write such answers. STaR and Pair-SFT do that. Choose Addition, go to “At the end, temperature 1”, and compare the bars of the base, STaR D⁺, Pair-SFT and SCoRe.',
      questions: [
        {
          ask: 'Whose Δ is the largest? What has become of its first answers?',
          answer:
            'That of the two that imitate. Their first answers are right far less often than the base’s: only second answers were trained, and the first ones, written by the same weights, drifted along.',
        },
        {
          ask: 'Is that self-correction? Which numbers do you want to see beside Δ?',
          answer:
            'Δ is large because the first answer got worse. Ask for the accuracy of both answers, and for that of the base. Who is measured by Δ alone can gain by failing first.',
        },
        {
          ask: 'Whose second answers are right most often? What speaks against using that model?',
          answer:
            'Those of the two that imitate, in what was measured so far. Whoever takes its first answer, though, mostly gets a wrong one: it is a model that has to be asked twice.',
        },
      ],
      seen: [
        {
          measured:
            'STaR D⁺: Δ {starDelta} points, first answers right in {starFirst}. Pair-SFT: Δ {pairsDelta} points, first answers right in {pairsFirst}.',
          unmeasured: 'The study has no runs of both yet.',
        },
        {
          measured: 'Second answers right: STaR D⁺ {star}, Pair-SFT {pairs}, SCoRe {score}. SCoRe’s first answers: {scoreFirst}.',
          unmeasured: 'The study has no runs of all three yet.',
        },
      ],
    },
    {
      name: 'In one sentence',
      doing: 'Without the page.',
      questions: [
        {
          ask: 'What would training have to reward, so that the second look helps and the first answer stays good?',
          answer:
            'A likely answer is: reward both answers for being right. Lesson 2 shows what that teaches. Whoever wants to pay for the way from the first answer to the second has invented the bonus of SCoRe.',
        },
      ],
      seen: [],
    },
  ],
  notShown: [
    'In the paper imitation hardly gains anything (STaR D⁺: Δ +0.4 points, Table 1), because its large models learn to repeat themselves. Ours, where only the second answer is trained, gives its first answers up instead. Both fail, in different ways.',
    'How many seeds a number rests on stands beside it. One seed decides little.',
    'The model is tiny and adds numbers. That asking again hurts it does not say that it hurts a large model.',
  ],
};

const collapse: LessonContent = {
  name: 'Collapse, and what holds it off',
  goal: 'Pupils can say why rewarding right answers teaches copying, what Stage I and the bonus of SCoRe pay for, and can see in the curves which of the two has happened.',
  needs: [
    'First and second answer, accuracy and Δ (lesson 1).',
    'Reinforcement learning in a sentence: the model answers, the answer is graded 1 or 0, and what was graded better than usual becomes likelier.',
    'Sums and products with negative numbers.',
  ],
  steps: [
    {
      name: 'Start a run of your own',
      doing:
        'Every pair of pupils takes another number, from 2 on, enters it as the seed, and presses Train. Leave that tab open: the next step opens in another one, and training goes on meanwhile.',
      questions: [
        {
          ask: 'Our seed, and how we think the two curves of each run will end:',
          answer:
            'All chance in a run comes from its seed, so another seed is the experiment done once more. The last step puts the runs of the class together. If a computer is too slow for both tabs, leave it to train and share a neighbour’s for the recordings.',
        },
      ],
      seen: [],
    },
    {
      name: 'Watch one collapse',
      doing:
        'This is a recording, at the base model. Press Play and watch the left column, naive RL: each answer is rewarded for being right, and nothing else is.',
      questions: [
        { ask: 'Which share of its second answers are copies of the first, at the start and at the end?', answer: 'See above.' },
        {
          ask: 'What do the two curves of naive RL do?',
          answer: 'They come together: the second answer is as good as the first because it mostly is the first.',
        },
        {
          ask: 'You are paid 1 for a right first answer and 1 for a right second one. What is the safest way to be paid twice?',
          answer:
            'Get the first right and repeat it. All that makes first answers better then pays twice, and changing one can cost. Learning to correct is the harder way to the same pay.',
        },
      ],
      seen: [
        { measured: 'The base copies {copies} of its first answers.', unmeasured: ships },
        {
          measured:
            'At the end naive RL copies {copies}. First answers are right in {first} of problems, second ones in {second}, and Δ is {delta} points.',
          unmeasured: ships,
        },
        { measured: 'At the end naive RL copies {copies}.', unmeasured: 'The study has no runs of naive RL yet.' },
      ],
    },
    {
      name: 'Read what is paid',
      doing:
        'Compare the cells of both methods. r₁ is 1 when the first answer is right, else 0, and r₂ the same of the second. A spring pulls an answer back to the base model, harder when thick.',
      questions: [
        {
          ask: 'What is the first answer paid in Stage I of SCoRe, and how firmly is it held?',
          answer:
            'Nothing, and it hangs on the thick spring, β₂. It cannot get much better, so repeating it earns nothing new. A second answer that differs and is right does.',
        },
        {
          ask: 'In Stage II the second answer is paid r₂ + α (r₂ − r₁), with α = {alpha}. How much is that for wrong, then right; right, then right; right, then wrong; wrong, then wrong?',
          answer: '{corrected}; {kept}; {broken}; {wrong}.',
        },
        {
          ask: 'What does naive RL pay the second answer in the same four cases?',
          answer: '1; 1; 0; 0. It makes no difference between a correction and a right answer that was repeated.',
        },
      ],
      seen: [],
    },
    {
      name: 'Stage I',
      doing: 'The recording at step {end}, where Stage I of SCoRe ends.',
      questions: [
        {
          ask: 'How far has SCoRe’s first answer moved from where it began (step 0), how far its second?',
          answer: 'The first a little, the second much more: it is the only one that was rewarded.',
        },
        {
          ask: 'Read the KL of first answers in both columns. What does it measure, and why do they differ?',
          answer:
            'How far the probabilities of first answers have moved from the base. Stage I holds SCoRe’s; naive RL’s are only held loosely.',
        },
      ],
      seen: [
        {
          measured:
            'SCoRe: first answers right in {first} of problems, second ones in {second}, Δ {delta} points. Naive RL: Δ {naiveDelta} points.',
          unmeasured: ships,
        },
        { measured: 'KL of first answers, means without intervals: SCoRe {score} nats, naive RL {naive} nats.', unmeasured: ships },
      ],
    },
    {
      name: 'The end of both',
      doing: 'The same recording at its end. Compare the columns.',
      questions: [
        {
          ask: 'Which of the two intervals of Δ contains zero?',
          answer:
            'Naive RL’s does, SCoRe’s does not. That is about two runs; what it says about the methods is only seen over several seeds.',
        },
        { ask: 'Does SCoRe never break a right answer?', answer: 'It does, but it fixes more than it breaks.' },
      ],
      seen: [
        {
          measured: 'Naive RL: Δ {naiveDelta} points. SCoRe: Δ {delta} points; it fixes {fixed} and breaks {broke}.',
          unmeasured: ships,
        },
        {
          measured: 'Naive RL: Δ {naiveDelta} points. SCoRe: Δ {delta} points.',
          unmeasured: 'The study has no runs of both yet.',
        },
      ],
    },
    {
      name: 'The runs of the class',
      doing: 'Go back to the tab of the first step. Write your seed and both Δ on the board.',
      questions: [
        {
          ask: 'Δ of naive RL and of SCoRe with our seed:',
          answer:
            'These runs are shorter than the recorded one and are measured on fewer problems, so their numbers are others and their intervals wider.',
        },
        {
          ask: 'On how many seeds of the class is SCoRe’s Δ the larger one? Could that be chance?',
          answer:
            'If the methods were alike, every seed would be a fair coin. That n coins all fall the same way has a probability of 2 · (½)ⁿ.',
        },
      ],
      seen: [],
    },
  ],
  notShown: [
    'Naive RL does not collapse all the way here: a part of its second answers still differs. With the paper’s large models hardly any does.',
    'On another task the comparison can end the other way: on Transpile naive RL’s second answers are right more often (the story’s last chapter).',
    'Whether both parts of SCoRe are needed. Train “SCoRe without Stage I” and “SCoRe without the bonus” to see.',
  ],
};

const correctingOrCopying: LessonContent = {
  name: 'Is it correcting or copying?',
  goal: 'Pupils can test the claim that a model corrects itself: with first answers exchanged, on a task where a second look cannot help, and by asking what the first answer is paid for.',
  needs: [
    'Accuracy, Δ, naive RL and SCoRe (lessons 1 and 2).',
    'A control is an experiment that should show nothing. If it shows something, the others cannot be trusted either.',
  ],
  steps: [
    {
      name: 'What is repeated',
      doing: 'In the list, show only “Copied a wrong answer”, and read three of them in each column.',
      questions: [
        {
          ask: 'In how many problems does each run repeat a wrong answer? (It stands beside the bars.)',
          answer: 'See above. It is the hatched part of the first bar.',
        },
        {
          ask: 'Could two models with the same two accuracies differ in this?',
          answer:
            'Yes. One may repeat every answer; another may break some and fix as many. Accuracies do not tell them apart, so the next step changes what the model reads.',
        },
      ],
      seen: [{ measured: 'Naive RL repeats a wrong answer in {naive} of problems, SCoRe in {score}.', unmeasured: ships }],
    },
    {
      name: 'The swap test',
      doing:
        'Answer the first question before you look. Then press “Look closer” in each column: the first picture puts other answers in the place of the model’s own first one.',
      questions: [
        {
          ask: 'Behind a wrong first answer, how often is a model right that only copies? And how does a model look that does not read the first answer at all?',
          answer:
            'Who copies is never right behind a wrong answer and always behind a right one. Who does not read it is right equally often behind all of them.',
        },
        {
          ask: 'How often is each run right behind wrong answers of somebody else? How often does it put its own wrong answers right?',
          answer:
            'See above. Naive RL mends many mistakes of others and few of its own: what it was sure of the first time it writes again. Only the model’s own mistakes count for self-correction.',
        },
        {
          ask: 'Which verdict does the page give each run, and what does it rest on?',
          answer:
            'On the differences in the table below the picture. Each must lie on one side of its limit with the whole interval; where one does not, there is no verdict.',
        },
      ],
      seen: [
        { measured: 'The verdicts: naive RL “{naive}”, SCoRe “{score}”.', unmeasured: 'The study has no swap test of these recordings.' },
        {
          measured:
            'Right behind wrong answers of somebody else: naive RL {naiveWrong}, SCoRe {scoreWrong}. Own wrong answers put right: naive RL {naiveOwn}, SCoRe {scoreOwn}.',
          unmeasured: 'The study has no swap test of these recordings.',
        },
      ],
    },
    {
      name: 'A control',
      doing:
        'This model knows numbers of people by heart. Write down what Δ should become before you press Train. Then train both, and compare.',
      questions: [
        {
          ask: 'Can a second look help here?',
          answer: 'No. To check a number is to look it up again in the same weights; the first answer shows nothing that was not known.',
        },
        { ask: 'Δ of both runs at the end, and whether the interval contains zero:', answer: 'See above, and on the page.' },
        {
          ask: 'What would you think if Δ were far above zero here?',
          answer:
            'That something other than correction raises Δ: worse first answers, or a mistake in the measurement. Then it may do so on other tasks as well.',
        },
      ],
      seen: [
        {
          measured: 'Greedy, at the end of longer runs: naive RL’s Δ {naiveDelta} points, SCoRe’s {delta} points.',
          unmeasured:
            'The study has no runs of Recall yet. In two first ones of 200 updates (docs/LOG.md, greedy, n = 500, one each) naive RL’s Δ was 0.0 points and SCoRe’s +0.2. What the class measures is the result.',
        },
      ],
    },
    {
      name: 'A leak',
      doing:
        'Two recordings of SCoRe, at the base model. In the right one the bonus is credited to the first answer as well, a mistake that is easily made in code. Answer the first two questions, then press Play.',
      questions: [
        {
          ask: 'In Stage II the leak pays the first answer r₁ + γ (r₂ + α (r₂ − r₁)), with α = {alpha} and γ = {gamma}. How much is that for wrong, then right; right, then right; right, then wrong; wrong, then wrong?',
          answer: '{corrected}; {kept}; {broken}; {wrong}.',
        },
        {
          ask: 'What will the first answer learn?',
          answer: 'To be wrong where the second will be right. That is paid best.',
        },
        {
          ask: 'Compare Δ and the first answers of both runs. Which number gives the leak away?',
          answer: 'The first answers. Δ alone makes the broken run look like the better one.',
        },
      ],
      seen: [
        {
          measured:
            'At the end first answers are right in {first} of problems, second ones in {second}; the base’s first answers in {base}.',
          unmeasured:
            'The study has no runs of the leak yet. In a first one of 500 updates (docs/LOG.md, temperature 1, n = 1,000, one seed) first answers fell from 48.2% to 0.9%, and Δ ended at +68.5 ± 2.9 points.',
        },
      ],
    },
    {
      name: 'A checklist',
      doing: 'Without the page.',
      questions: [
        {
          ask: 'Write down four questions to somebody who says that their model corrects itself.',
          answer:
            'For example: How good are its first answers, and how good were they before? Does the interval of Δ lie above zero, and over how many seeds? What happens when the first answer is exchanged? Is there a control on which nothing should be gained?',
        },
      ],
      seen: [],
    },
  ],
  notShown: [
    '“No verdict” does not mean that a model copies. It means that some interval is too wide or lies across its limit.',
    'How the model notices a mistake. “Ask it yourself” shows where it looks while it writes, which does not prove what it uses.',
    'The live runs of this lesson are shorter than those of the study: a difference of a few points between two of them means nothing.',
  ],
};

const en = {
  title: 'Second Thoughts: three lessons',
  heading: 'Three lessons',
  about: (minutes: number) =>
    `About a model that is asked to look again, for pupils who know percentages. Each lesson takes ${minutes} minutes and builds on the one before it.`,
  practical: {
    title: 'Before the lesson',
    points: [
      'A computer for two pupils, with a current browser. Nothing is installed, nobody signs in, and nothing leaves the computer.',
      'Recordings play on every computer. Where a step trains, it is faster with WebGPU; without it the page trains on the CPU. The button says how much time is left.',
      'After the first visit the page works without a network.',
      'A step’s link opens the lab as the step needs it: task, methods, settings, step and temperature are in the address, and the rest of the page is hidden. Without its part from “?” to “#” the same address shows the whole page.',
      'What will be seen is read from the recordings and the study of this page, with n and 95% intervals. Where nothing is measured yet, the sheet says so.',
    ],
  },
  lab: 'Back to the lab',
  all: 'All lessons',
  lesson: (number: number) => `Lesson ${number}`,
  noLesson: (asked: string, of: number) => `There are lessons 1 to ${of}; the address asks for “${asked}”.`,
  minutes: (count: number) => `${count} min`,
  goal: 'Goal',
  needs: 'What pupils need to know',
  plan: 'Lesson plan',
  planHead: ['Step', 'Time'],
  total: 'Together',
  step: (number: number, name: string) => `${number}. ${name}`,
  open: 'Open this step in the lab',
  pupils: 'Pupils’ sheet',
  forClass: 'Address for the class: this sheet alone',
  name: 'Name',
  date: 'Date',
  teachers: 'Answers, and what will be seen',
  seen: 'What will be seen',
  answers: 'Answers',
  reading: 'Reading the study.',
  unloaded: 'Some of what was measured could not be loaded. Reload the page and try again.',
  missing: 'What was measured could not be loaded.',
  sources: {
    study: (sample: string) => `In the study at the end of training. ${sample}`,
    recording: (n: string, step: number) => `In the recording that the step shows, step ${step}, one seed: n = ${n} held-out problems.`,
    swaps: (n: string) => `Of the models of the recordings, one seed each: n = ${n} held-out problems.`,
    intervals: '95% intervals are in brackets or behind ±.',
  },
  notShown: 'What this lesson does not show',
  print: { plan: 'Print the plan', pupils: 'Print the pupils’ sheet', teachers: 'Print the answers' },
  failed: 'The lessons could not be loaded. Reload the page and try again.',
  lessons: { askingAgain, collapse, correctingOrCopying },
};

export type LessonWords = typeof en;

export default en;
