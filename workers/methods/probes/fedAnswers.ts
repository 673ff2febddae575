/** First answers that are put in the place of a model's own. */
import { randomSource } from '../../model/random.ts';
import type { RandomSource } from '../../model/random.ts';
import { writtenTokens } from '../../model/layout.ts';
import { answerAt, gradeAnswers } from './answers.ts';
import type { ProbeSetting } from './answers.ts';
import { probeStep } from './randomKeys.ts';

/** Rounds of changing right answers until none is left. One change seldom leaves an answer right; so many in a row never did. */
const mostRounds = 16;

/** One right answer to every problem. [problems, answerLength] */
export function rightAnswers({ task, problems }: ProbeSetting): Int32Array {
  const answers = new Int32Array(problems.length * task.answerLength);
  problems.forEach(({ reference }, index) => answers.set(reference, index * task.answerLength));
  return answers;
}

/**
 * For every problem, a right answer to the next one that is another.
 * @throws if all problems are the same.
 */
export function answersToOthers({ task, problems }: ProbeSetting): Int32Array {
  const answers = new Int32Array(problems.length * task.answerLength);
  const prompts = problems.map(({ prompt }) => prompt.join());
  problems.forEach((_, index) => {
    let other = (index + 1) % problems.length;
    while (other !== index && prompts[other] === prompts[index]) other = (other + 1) % problems.length;
    if (other === index) throw new Error('Answers to other problems need at least two problems that differ; evaluate more of them.');
    answers.set(problems[other].reference, index * task.answerLength);
  });
  return answers;
}

/** An answer with one of its tokens replaced by another that answers are made of. */
function perturbed(answer: Int32Array, written: number, alphabet: readonly number[], random: RandomSource): Int32Array {
  const place = random.integer(written);
  const others = alphabet.filter((token) => token !== answer[place]);
  const result = answer.slice();
  if (others.length > 0) result[place] = others[random.integer(others.length)];
  return result;
}

/**
 * A wrong answer to every problem: the base's where it is wrong, else the reference with a token replaced.
 * @param ofBase first answers of the base, [problems, answerLength]
 * @returns answers, of which a few may be right where no replaced token made them wrong
 */
export async function wrongAnswers(setting: ProbeSetting, ofBase: Int32Array): Promise<Int32Array> {
  const { task, problems, seed } = setting;
  const references = problems.map(({ reference }) => writtenTokens(reference, task));
  const alphabet = [...new Set(references.flatMap((reference) => [...reference]))].sort((a, b) => a - b);
  const answers = ofBase.slice();
  for (let round = 0; round < mostRounds; round++) {
    const { r1 } = await gradeAnswers(setting, problems, { y1: answers, y2: answers });
    if (r1.every((right) => right === 0)) break;
    r1.forEach((right, index) => {
      if (right === 0) return;
      const random = randomSource(seed, 'evaluationTokens', probeStep('perturbations', round), index);
      answerAt(setting, answers, index).set(perturbed(problems[index].reference, references[index].length, alphabet, random));
    });
  }
  return answers;
}
