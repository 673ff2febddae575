import { describe, expect, it } from 'vitest';
import { gradientNumbers, nextStage, stageLines, tellingProblem } from '../../src/ask/stages.ts';
import type { StageOfUpdate } from '../../workers/protocol.ts';

const sample: StageOfUpdate = {
  made: 'sample',
  stage: 'Stage II',
  turns: 'first two',
  prompts: ['1+1', '2+2'],
  answers: [[['2', '2'], ['2', '2']], [['4', '3'], ['5', '']]], // prettier-ignore
};
const grade = (program: string, verdict: 'pass' | 'fail' | 'rejected') => ({ program, verdict, result: '' });
const graded: StageOfUpdate = {
  made: 'grade',
  grades: [[], [[grade('()=>4', 'pass'), grade('()=>3', 'fail')], [grade('()=>5', 'fail'), grade('', 'rejected')]]], // prettier-ignore
};
const paid: StageOfUpdate = { made: 'advantage', advantages: [[], [[0.5, -4], [null, 0]]] }; // prettier-ignore
const gradient: StageOfUpdate = {
  made: 'gradient',
  report: { step: 1, stage: 'Stage II', r1: 0.5, r2: 0.25, change_rate: 1, stopped_programs: 0, kl_t1: 2, kl_t2: 0.5, entropy_t1: 1, entropy_t2: 1, gradient_norm: 3.14159, learning_rate: 0.0004 }, // prettier-ignore
  loss: -0.125,
  betas: [0.1, 0.01],
  length: 50,
  change: 0.25,
};

describe('the stages of an update', () => {
  it('follow one another, and the next update follows the gradient', () => {
    expect([[], [sample], [sample, graded], [sample, graded, paid], [sample, graded, paid, gradient]].map(nextStage)).toEqual([
      'sample',
      'grade',
      'advantage',
      'gradient',
      'sample',
    ]);
  });

  it('show a problem whose answers are not all alike, and the first where all are', () => {
    expect(tellingProblem(sample)).toBe(1);
    expect(tellingProblem({ answers: [sample.answers[0]] })).toBe(0);
  });

  it('add to the lines of a problem what they made: answers, then verdicts, then advantages', () => {
    const columns = (stages: StageOfUpdate[]) =>
      stageLines(stages, 1).map((pair) => pair.map(({ attempt, answer, right, program, advantage, tone }) => [attempt, answer, right, program, advantage, tone].join())); // prettier-ignore
    expect(stageLines([], 0)).toEqual([]);
    expect(columns([sample])).toEqual([['first,4,,,,none', 'second,3,,,,none'], ['first,5,,,,none', 'second,nothing,,,,none']]); // prettier-ignore
    expect(columns([sample, graded, paid])).toEqual([
      ['first,4,true,()=>4,+0.50,gain', 'second,3,false,()=>3,−4.00,loss'],
      ['first,5,false,()=>5,not trained,none', 'second,nothing,false,no program,0,none'],
    ]);
  });

  it('end in the numbers of the gradient step', () => {
    const numbers = (limit: number) => Object.fromEntries(gradientNumbers(gradient, { gradientNorm: limit }));
    expect(numbers(1)).toEqual({
      'Answers right in the batch, first and second': '50%, 25%',
      'Loss of the surrogate': '−0.125',
      'of which β · KL, turn 1': '0.2',
      'of which β · KL, turn 2': '0.005',
      'KL to the reference, turn 1, nats': '2',
      'KL to the reference, turn 2, nats': '0.5',
      'Norm of the gradient': '3.14, clipped to 1',
      'Learning rate': '0.0004',
      'The step, as a part of the parameters’ norm': '0.50%',
    });
    expect(numbers(10)['Norm of the gradient']).toBe('3.14');
  });
});
