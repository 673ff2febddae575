import { words } from '../languages/words.ts';

/** Of an even number of values, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** What is known of how long a run's work takes. Times in milliseconds. */
export interface Pace {
  /** The latest updates. */
  updates: readonly number[];
  /** The latest evaluations. */
  evaluations: readonly number[];
  updatesLeft: number;
  evaluationsLeft: number;
}

/** Fewer updates than this say nothing: the first ones compile. */
const enough = 3;

/** Seconds until all these runs are finished, or null before there is anything to judge by. */
export function secondsLeft(paces: readonly Pace[]): number | null {
  let milliseconds = 0;
  for (const { updates, evaluations, updatesLeft, evaluationsLeft } of paces) {
    if (updatesLeft > 0 && updates.length < enough) return null;
    milliseconds += updatesLeft > 0 ? updatesLeft * median(updates) : 0;
    milliseconds += evaluations.length > 0 ? evaluationsLeft * median(evaluations) : 0;
  }
  return milliseconds / 1000;
}

/** "38 s", "9 min", "1 h 20 min": no more precise than the estimate is. */
export function durationText(seconds: number): string {
  const { duration } = words();
  if (seconds < 90) return duration.seconds(Math.max(1, Math.round(seconds)));
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return duration.minutes(minutes);
  const rest = Math.round((minutes % 60) / 10) * 10;
  return rest === 60 ? duration.hours(Math.floor(minutes / 60) + 1, 0) : duration.hours(Math.floor(minutes / 60), rest);
}
