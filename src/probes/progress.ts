import type { ProbeName, ProbeProgress } from '../../workers/protocol.ts';

const names: Record<ProbeName, string> = {
  evaluations: 'both answers to every problem',
  swap_test: 'other first answers in the place of its own',
  voting: 'majority votes',
  attempts: 'ten attempts in a row',
  first_attempt_sources: 'mistakes of the base and its own',
  levels: 'problems by level',
  diversity: 'how many different answers it gives',
};

/** What is being measured, in a sentence. */
export const probeText = (progress: ProbeProgress | null): string =>
  !progress || progress.doing === null
    ? 'Opening the model.'
    : `Measuring ${progress.done + 1} of ${progress.of}: ${names[progress.doing]}.`;
