import type { Program, Grader } from './verdict.ts';

const inputs = [-7, -1, 0, 1, 2, 5, 13, 40];
const programsPerRound = 4096;

/** A program of about twenty characters with its right answers; every number below 729,000 gives another text. */
function program(number: number): Program {
  const a = 10 + (number % 90);
  const b = 10 + (Math.floor(number / 90) % 90);
  const c = 10 + (Math.floor(number / 8100) % 90);
  return { source: `x=>x>${a}?${b}:x-(x+${c})`, tests: inputs.map((x) => ({ args: [x], expected: x > a ? b : -c })) };
}

/**
 * Grades programs of about twenty characters on eight inputs, no text twice, so that no answer comes from a cache. Two rounds warm up.
 * @returns programs per second of each round, from the call of `grade` to its grades
 * @throws if a grade is wrong.
 */
export async function measureThroughput(grader: Grader, rounds: number): Promise<number[]> {
  const rates: number[] = [];
  for (let round = -2; round < rounds; round++) {
    const programs = Array.from({ length: programsPerRound }, (_, i) => program((round + 2) * programsPerRound + i));
    const start = performance.now();
    const grades = await grader.grade(programs);
    const seconds = (performance.now() - start) / 1000;
    const wrong = grades.findIndex(({ verdict }) => verdict !== 'pass');
    if (wrong >= 0) throw new Error(`A right program was graded ${grades[wrong].verdict}: ${programs[wrong].source}`);
    if (round >= 0) rates.push(programsPerRound / seconds);
  }
  return rates;
}
