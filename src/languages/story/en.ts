/**
 * What the chapters of the story say in English; its type is what they say in any other language. "{seeds}" stands for a number; "[policy](policy)"
 * for the words "policy", which the term of that name explains. They are apart from `../en.ts`, which is part of the first load.
 */
const en = {
  keep: 'Close the story and keep this setup',
  next: 'Next',
  previous: 'Back',
  place: (chapter: number, of: number) => `${chapter} of ${of}`,
  exercise: 'To do',
  showWhere: 'Show me where',
  figure: 'Figure',
  code: (path: string, line: number) => `${path}, line ${line}`,
  reading: 'Reading the study.',
  unloaded: 'The study’s numbers could not be loaded. Opening the chapter again tries again.',
  noFigure: 'The figure could not be loaded. Reload the page and try again.',
  terms: {
    policy: 'The model in training. What it writes next is drawn from the probabilities it gives, so training shifts probabilities.',
    rollout: 'One problem with both answers, as the model writes them. An episode.',
    heldOut: 'Kept apart from training, so a right answer cannot be known by heart.',
    score: 'Self-Correction via Reinforcement Learning, the method of Kumar et al. It has two stages: chapters 5 and 6.',
    seed: 'The number that all chance in a run comes from: same seed, same run. ± is a 95% interval over seeds.',
    base: 'The model before any of this training: pretrained on right single answers, then on the form of a second answer.',
    temperature: 'How much chance there is in writing. At 1 everything is drawn by its probability; lower is more decided.',
    greedy: 'Temperature 0: it always writes what is likeliest next.',
    delta: 'How much more often second answers are right than first ones, in points of a hundred problems. Below zero, asking again hurts.',
    accuracy: 'The share of problems whose first answer is right. Acc@t2 is that of second answers, and Δ what it is above Acc@t1.',
    star: 'Learns the model’s own second answers where they put a wrong first one right; three times in turn.',
    pairSft: 'Learns wrong first answers paired with any right answer to the same problem, whichever turn wrote it.',
    sft: 'Learning to write given answers, as pretraining does. What the model writes itself is not graded.',
    mismatch: 'What is met after training differs from what was trained on.',
    collapse: 'Ends up in one behaviour, here repeating the first answer, whatever the problem.',
    rl: 'The model answers, the answer is graded, and what was graded well is made likelier.',
    reward: 'The grade of an answer: 1 when the program it stands for passes hidden tests, else 0.',
    token: 'The unit a model writes: here a digit or a sign.',
    advantage: 'What an answer earned beyond a baseline: the mean of the other answers to the same problem.',
    kl: 'How far two models’ probabilities are apart, in nats. Zero when they are the same.',
    reference: 'A frozen copy of the base that the model is held to. It never learns.',
    bonus: 'What Stage II pays for progress on top of the second answer’s own reward: α (r₂ − r₁).',
    editDistance: 'Tokens deleted and inserted on the way from the first answer to the second, per token of both. 0 is an exact copy.',
    swapTest: 'Puts a first answer of another source in place of the model’s own. Who copies repeats it, who corrects repairs it.',
    discount: 'How much of a later reward an earlier answer is credited with; the paper’s and ours is 0.',
    return: 'All that the tokens of an answer are paid for.',
  },
  chapters: {
    selfCorrection: {
      text: 'A tiny transformer, the [policy](policy), writes a first answer to a problem, is asked to look again, and writes a second one: a [rollout](rollout). Nobody tells it whether the first was right; it has to notice by itself. The problems here are [held out](heldOut).',
      exercise: 'Beside the problem, ask for another one, and compare the two answers of each run.',
      claims: [
        {
          measured:
            'Trained by [SCoRe](score) on {seeds} [seeds](seed), it gets {first} of first answers right and {second} of second ones.',
          unmeasured: 'What training reaches is not measured yet.',
        },
      ],
    },
    askingAgain: {
      text: 'Training starts from a [base model](base). In pretraining its second answers either copied the first or answered anew, by chance, right or wrong alike: nothing told it when to change. At [temperature](temperature) 1 its copies slip, and more is broken than fixed: [Δ](delta) is below zero.',
      exercise: 'At the top, switch to [greedy](greedy), and see how little is left to break.',
      claims: [
        {
          measured: 'At temperature 1 the base’s [Acc@t1](accuracy) is {first} and its Acc@t2 {second}.',
          unmeasured: 'The base is not measured yet.',
        },
      ],
    },
    imitation: {
      text: 'Keep the base’s rollouts whose second answer corrects the first ([STaR](star)), or pair wrong first answers with any right one ([Pair-SFT](pairSft)), and learn them by [supervised fine-tuning](sft). But these correct the base’s mistakes, and the trained model makes others: a [distribution mismatch](mismatch). In the paper’s large models the second look [collapses](collapse). In this small one nothing holds the first answer: it is unlearned, and Δ alone looks splendid.',
      exercise: 'Play both from the base on, and watch their first answers.',
      claims: [
        {
          measured: 'STaR’s Δ ends at {starDelta} points with Acc@t1 at {starFirst}; Pair-SFT’s at {pairsDelta} with {pairsFirst}.',
          unmeasured: 'What the two reach at this size is not measured yet: the study has no runs of both.',
        },
      ],
    },
    naiveRl: {
      text: 'No examples now: [reinforcement learning](rl). Each answer has a [reward](reward) of 1 when it is right, and its [tokens](token) become likelier by its [advantage](advantage). The surest way to a right second answer is a right first one, repeated. So the two lines run together.',
      exercise: 'Play the run from the base on, and watch the two lines of naive RL.',
      claims: [
        {
          measured: 'On {seeds} seeds Δ ends at {delta} points: it barely gains. With the paper’s large models it collapses.',
          unmeasured: 'Naive RL is not measured yet.',
        },
        {
          measured: '{copies} of its second answers copy the first exactly; the base copies {baseCopies}.',
          unmeasured: 'How much it copies is not measured yet.',
        },
      ],
    },
    stageOne: {
      text: 'SCoRe first makes the copy worthless. Stage I rewards only the second answer, and holds the first by a strong penalty on its [KL divergence](kl) from the [reference model](reference). The first answer cannot improve, so repeating it earns nothing more. A second answer that differs, and is right, does.',
      exercise: 'Move the playhead to step {end}, where Stage I ends. SCoRe’s first answer has stayed near the base.',
      claims: [
        {
          measured:
            'In training on {seeds} seeds, Stage I takes first answers from {firstFrom} to {firstTo} right, second ones from {secondFrom} to {secondTo}.',
          unmeasured: 'Stage I is not measured yet.',
        },
      ],
    },
    stageTwo: {
      text: 'Stage II unties the first answer: both are rewarded, by r₁ and r₂, and the second earns a [bonus](bonus) of α (r₂ − r₁). With α = {alpha}, a correction pays {corrected}, a right answer kept {kept}, a right one broken {broken}. On average this weighs the second reward {weight} times as much.',
      exercise: 'Set α of SCoRe’s second answer to 0: progress is no longer paid.',
      claims: [
        {
          measured: 'On {seeds} seeds SCoRe’s Δ ends at {delta} points, naive RL’s at {naiveDelta}.',
          unmeasured: 'SCoRe and naive RL are not measured yet.',
        },
        {
          measured: 'Without the bonus it ends at {delta} points.',
          unmeasured: 'What is left without the bonus is not measured yet.',
        },
      ],
    },
    copyingOrCorrecting: {
      text: 'Runs with equal accuracy can be opposites. On the portrait’s diagonal both answers are equally good; above it the second look helps. The bars show [edit distances](editDistance): the first is exact copies, hatched where what is copied is wrong. The [swap test](swapTest), under “What does it owe the first answer?”, tells them apart, where it can.',
      exercise: 'Further down, show only copied wrong answers, and read one.',
      claims: [
        {
          measured: 'Naive RL copies a wrong first answer in {naive} of problems, SCoRe in {score}.',
          unmeasured: 'How often wrong answers are copied is not measured yet.',
        },
      ],
    },
    leak: {
      text: 'The bonus must pay the second answer’s tokens alone. A [discount](discount) γ above 0 adds it to the first answer’s [return](return): (1 − γα) r₁ + γ (1 + α) r₂. With γ = {gamma} and α = {alpha} that is {own} r₁ + {later} r₂: being right at once costs, so it learns to fail first. Δ can grow while Acc@t1 falls, so read both.',
      exercise: 'Train both here, and watch the right run’s first answers.',
      claims: [
        {
          measured: 'The leaky run ends with {first} of first answers right, and {second} of second ones (seeds: {seeds}).',
          unmeasured: 'What the leak does to this model is not measured yet: the study has no runs of it.',
        },
      ],
    },
    limits: {
      text: 'A second look helps where the first answer shows what a first pass could not know: in addition, the carries. Where a first pass can learn the task, as in Transpile, that is worth more than correcting. Where checking is as hard as answering, as in Recall, there is nothing to notice.',
      exercise: 'Choose Functions as the task: there a second look is worth more.',
      claims: [
        {
          measured:
            'On Transpile, greedy, SCoRe’s Δ is {delta} points, yet naive RL’s second answers are right more often: {naiveSecond} against {scoreSecond} (seeds: {seeds}).',
          unmeasured: 'Transpile is not measured yet.',
        },
        {
          measured: 'On Recall its Δ is {delta} points (seeds: {seeds}).',
          unmeasured: 'Recall is not measured yet.',
        },
      ],
    },
  },
};

export type StoryWords = typeof en;

export default en;
