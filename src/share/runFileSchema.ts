/** Lines of history.jsonl and rollouts.jsonl: what a run file must hold so that the page can draw it. */
import * as v from 'valibot';
import { histogramBins } from '../../workers/measures/outcome.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const nats = v.nullable(v.number());

/** An `EvaluationRow`. */
export const rowSchema = v.object({
  step: count,
  stage: v.string(),
  split: v.picklist(['heldout', 'train']),
  temperature: v.number(),
  n: v.pipe(count, v.minValue(1)),
  acc_t1: fraction,
  acc_t2: fraction,
  delta: v.pipe(v.number(), v.minValue(-1), v.maxValue(1)),
  i_to_c: fraction,
  c_to_i: fraction,
  change_rate: fraction,
  copied_wrong: fraction,
  verdict_accuracy: v.optional(fraction),
  edit_histogram: v.pipe(v.array(count), v.length(histogramBins)),
  kl_t1: nats,
  kl_t2: nats,
  entropy_t1: v.number(),
  entropy_t2: v.number(),
});

const attempt = v.object({
  tokens: v.array(v.string()),
  right: v.boolean(),
  verdict: v.picklist(['pass', 'fail', 'error', 'timeout', 'memory', 'rejected']),
  program: v.string(),
  result: v.string(),
});

const map = v.object({
  borders: v.array(v.tuple([count, count])),
  regions: count,
  coasts: v.array(v.object({ region: count, colour: v.string() })),
});

const episode = v.object({
  prompt: v.string(),
  expected: v.string(),
  note: v.string(),
  attempts: v.tuple([attempt, attempt]),
  map: v.optional(map),
});

const paidAttempt = v.object({ tokens: v.array(v.string()), right: v.boolean(), advantage: v.nullable(v.number()) });

/** The step, episodes and paid problem of an `EvaluationEvent`. */
export const rolloutSchema = v.object({
  step: count,
  episodes: v.array(v.object({ temperature: v.number(), views: v.array(episode) })),
  paid: v.optional(
    v.object({
      prompt: v.string(),
      stage: v.string(),
      turns: v.picklist(['first two', 'last two']),
      episodes: v.array(v.tuple([paidAttempt, paidAttempt])),
    }),
  ),
});
