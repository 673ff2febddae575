import { durationText } from '../state/estimate.ts';
import type { Lab } from '../state/lab.svelte.ts';

/** What the main button does next. */
export function trainLabel(lab: Lab, gpu: boolean | null): string {
  const { status, secondsLeft } = lab.session;
  if (status === 'pausing') return 'Pausing…';
  if (status !== 'idle' && lab.live.some((run) => run?.phase?.phase === 'pretraining')) return 'Stop pretraining';
  if (status === 'starting') return 'Starting… press to pause';
  if (status === 'playing') return secondsLeft === null ? 'Pause' : `Pause · ${durationText(secondsLeft)} left`;
  if (lab.finished) return `Train again, with seed ${lab.setup.columns[0].seed + 1}`;
  if (lab.unfinished) return 'Continue training';
  return `Train both on ${gpu === false ? 'the CPU' : 'this GPU'}`;
}
