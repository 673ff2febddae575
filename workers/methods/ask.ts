/** One problem put to a model by a person: both answers token by token, the programs, and what the second turn looks at while it is written. */
import type { Grader } from '../grader/verdict.ts';
import { readCheckpoint } from '../model/checkpoint.ts';
import type { Checkpoint } from '../model/checkpoint.ts';
import { firstLogit, inputTokens, layoutOf, writtenTokens } from '../model/layout.ts';
import type { EpisodeTokens } from '../model/layout.ts';
import { Parameters } from '../model/parameters.ts';
import { rollOut } from '../model/rollout.ts';
import { read64 } from '../model/transformer64.ts';
import type { Reading64 } from '../model/transformer64.ts';
import type { Asked, AskedModel, AskedPart, AskedToken, Question } from '../protocol.ts';
import { taskById } from '../tasks/index.ts';
import type { Problem, Task } from '../tasks/task.ts';
import { episodeView, evaluationTests } from './evaluate.ts';
import { gradeEpisodes } from './grading.ts';
import { instructionOf } from './probes/probedModel.ts';
import { probeStep } from './probes/randomKeys.ts';
import { heldOutProblems } from './problems.ts';
import { readState } from './state.ts';

/** Tokens that are shown of every place beside the one that was written. */
const shownAlternatives = 5;

/** @throws with a sentence if the file is damaged or another one */
function modelOf(asked: AskedModel): Checkpoint {
  if ('checkpoint' in asked) return readCheckpoint(asked.checkpoint);
  const { base, policy, options } = readState(asked.state);
  return asked.who === 'base' ? base : { ...base, weights: policy, origin: { options } };
}

/** A problem as a person typed it, perhaps in full-width characters, where the task has none. @throws with a sentence */
function parsed(task: Task, typed: string): Problem {
  const plain = typed.normalize('NFKC');
  try {
    return task.parse(typed);
  } catch (error) {
    if (plain === typed) throw error;
    return task.parse(plain);
  }
}

function problemOf(task: Task, { problem }: Question): Problem {
  if (typeof problem === 'string') return parsed(task, problem);
  return heldOutProblems(task, problem.heldOut + 1)[problem.heldOut];
}

/** A first answer as the model would have left it: ended where it ends, with padding behind. @throws with a sentence if it is no answer */
function editedAnswer({ vocabulary, answerLength, endOfAnswer, padding }: Task, tokens: readonly number[]): Int32Array {
  const unknown = tokens.find((token) => !Number.isInteger(token) || token < 0 || token >= vocabulary.length);
  if (unknown !== undefined) throw new Error(`A first answer is made of the tokens 0 to ${vocabulary.length - 1}; got ${unknown}.`);
  if (endOfAnswer === null) {
    if (tokens.length !== answerLength) throw new Error(`A first answer has ${answerLength} tokens; got ${tokens.length}.`);
    return Int32Array.from(tokens);
  }
  const end = tokens.findIndex((token) => token === endOfAnswer || token === padding);
  const written = tokens.slice(0, end < 0 ? answerLength : end);
  const answer = new Int32Array(answerLength).fill(padding);
  answer.set([...written, endOfAnswer].slice(0, answerLength));
  return answer;
}

/** What a place in an answer could have held, from the logits there: the probabilities that temperature 1 draws by. */
function placeOf(task: Task, logits: Float64Array, token: number): AskedToken {
  const largest = Math.max(...logits);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  const likelihoods = Array.from(logits, (logit, id) => ({ ...tokenOf(task, id), probability: Math.exp(logit - largest) / total }));
  const entropy = likelihoods.reduce((sum, { probability: p }) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
  const alternatives = [...likelihoods].sort((one, other) => other.probability - one.probability).slice(0, shownAlternatives);
  return { ...likelihoods[token], entropy, alternatives };
}

const tokenOf = ({ vocabulary, endOfAnswer }: Task, id: number) => ({ id, text: vocabulary[id], isEnd: id === endOfAnswer });

/** Tokens of an answer that were written: the end of the answer is one, the padding behind it none. */
const writtenLength = (task: Task, answer: Int32Array): number => Math.min(writtenTokens(answer, task).length + 1, answer.length);

/** From every place of the second answer that was written: weights over all that stood before it. */
function attentionOf(task: Task, { attention }: Reading64, tokens: Int32Array, rows: number): Asked['attention'] {
  const { promptLength, answerLength } = task;
  const firstRow = firstLogit(layoutOf(task), 2);
  const partOf = (position: number): AskedPart =>
    position < promptLength ? 'prompt' : position < promptLength + answerLength ? 'first' : position === firstRow ? 'separator' : 'second';
  return {
    positions: Array.from(tokens.subarray(0, firstRow + rows), (id, position) => ({ ...tokenOf(task, id), part: partOf(position) })),
    weights: attention.map((heads) => heads.map((ofHead) => ofHead.slice(firstRow, firstRow + rows).map((row) => Array.from(row)))),
  };
}

/**
 * Puts a problem to a model, on a copy of its weights and with random numbers that nothing else uses: a run that goes on with them does so
 * as if it had not been asked.
 * @throws with a sentence if the problem, the first answer or the model cannot be read
 */
export async function ask(asked: AskedModel, grader: Grader, question: Question): Promise<Asked> {
  const checkpoint = modelOf(asked);
  const { model, weights } = checkpoint;
  const task = taskById(checkpoint.task).configure(checkpoint.dials);
  const layout = layoutOf(task, instructionOf(checkpoint));
  const problem = problemOf(task, question);
  const given = question.firstAnswer && editedAnswer(task, question.firstAnswer);
  const { temperature, sample } = question;
  const sampling = { temperature, stream: 'evaluationTokens', seed: 0, step: probeStep('asked'), firstEpisode: sample } as const;

  const copy = new Parameters(model, weights);
  let episode: EpisodeTokens;
  try {
    episode = await rollOut(copy.variables, model, layout, problem.prompt, sampling, given);
  } finally {
    copy.dispose();
  }
  const graded = await gradeEpisodes(task, grader, episode, [problem], 0, evaluationTests);
  const tokens = inputTokens(episode, layout);
  const reading = read64(weights, model, tokens);
  const placesOf = (answer: Int32Array, turn: 1 | 2): AskedToken[] =>
    Array.from(answer.subarray(0, writtenLength(task, answer)), (token, place) =>
      placeOf(task, reading.logits[firstLogit(layout, turn) + place], token),
    );
  const { y1, y2, revises } = episode;
  return {
    view: episodeView(task, problem, [y1, y2], graded, 0),
    turns: [placesOf(y1, 1), placesOf(y2, 2)],
    revised: revises?.[0] ?? null,
    attention: attentionOf(task, reading, tokens, writtenLength(task, y2)),
    // An answer can be made of every token that has a text or ends it, the first answer too where somebody else writes it.
    vocabulary: task.vocabulary.map((_, id) => tokenOf(task, id)).filter(({ text, isEnd }) => text !== '' || isEnd),
  };
}
