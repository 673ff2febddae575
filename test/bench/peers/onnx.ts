/** ONNX Runtime Web, decoding only: the model as a graph with key-value caches, everything but the noise staying on the device. */
import * as ort from 'onnxruntime-web/webgpu';
import type { Tensor } from 'onnxruntime-web/webgpu';
import { gumbelNoise } from '../../../workers/model/random.ts';
import { layout } from '../../../workers/bench/models.ts';
import { cacheNames, onnxDecoder } from './onnxModel.ts';
import type { Reading } from './onnxModel.ts';
import { answersOf, CannotRun } from '../../../workers/bench/sides/side.ts';
import type { Decoder, DecodingTask, Side } from '../../../workers/bench/sides/side.ts';

type Tensors = Record<string, Tensor>;

async function decoder({ shape, weights, batch, prompts }: DecodingTask, backend: 'webgpu' | 'wasm'): Promise<Decoder> {
  const { promptLength, answerLength, separator, vocabulary } = layout;
  const session = (length: number, reading: Reading): Promise<ort.InferenceSession> =>
    ort.InferenceSession.create(onnxDecoder(shape, weights, batch, length, reading), {
      executionProviders: [backend],
      preferredOutputLocation: backend === 'webgpu' ? 'gpu-buffer' : 'cpu',
      logSeverityLevel: 3,
    });
  const [prefill, read] = [await session(promptLength, 'prompts'), await session(1, 'token')];
  const int32 = (values: Int32Array, size: number[]): Tensor => new ort.Tensor('int32', values, size);
  const quiet = new Float32Array(batch * vocabulary);
  const names = cacheNames(shape.layers);
  let step = 0;

  return {
    async decode(temperature) {
      step++;
      let drawn = 0;
      const noise = (): Tensor => {
        const key = { stream: 'tokens', seed: 1, step, turn: 1, position: drawn++ } as const;
        return new ort.Tensor('float32', temperature === 0 ? quiet : gumbelNoise(key, 0, batch, vocabulary), [batch, vocabulary]);
      };
      const place = (first: number, length: number): Tensor =>
        int32(
          Int32Array.from({ length }, (_, i) => first + i),
          [length],
        );
      const written = int32(new Int32Array(0), [batch, 0]);
      let state: Tensors = await prefill.run({
        tokens: int32(prompts, [batch, promptLength]),
        place: place(0, promptLength),
        noise: noise(),
        written,
      });
      let position = promptLength;
      /** Feeds a token; `keeps` says whether the token that follows it belongs to an answer. */
      const advance = async (tokens: Tensor, longer: Tensor): Promise<void> => {
        const caches = Object.fromEntries(names.map((name) => [name, state[`next_${name}`]]));
        const next = await read.run({ tokens, place: place(position++, 1), noise: noise(), written: longer, ...caches });
        for (const used of Object.values(state)) used.dispose();
        state = next;
      };
      for (let token = 1; token < answerLength; token++) await advance(state.next, state.longer);
      // What follows the first answer's last token is not sampled: the separator stands there, and only its caches are wanted.
      const first = state.longer;
      const kept = await first.getData();
      await advance(state.next, int32(new Int32Array(0), [batch, 0]));
      await advance(int32(new Int32Array(batch).fill(separator), [batch, 1]), int32(new Int32Array(0), [batch, 0]));
      for (let token = 1; token < answerLength; token++) await advance(state.next, state.longer);
      const second = await state.longer.getData();
      for (const used of Object.values(state)) used.dispose();
      const both = Int32Array.from({ length: 2 * batch * answerLength }, (_, i) => {
        const [row, column] = [Math.floor(i / (2 * answerLength)), i % (2 * answerLength)];
        return column < answerLength ? kept[row * answerLength + column] : second[row * answerLength + column - answerLength];
      });
      return answersOf(both, batch, prompts);
    },
    dispose: () => void Promise.all([prefill.release(), read.release()]),
  };
}

/** ONNX Runtime Web on WebGPU or WebAssembly. */
export async function onnxSide(backend: 'webgpu' | 'wasm'): Promise<Side> {
  // More threads need a page that is isolated from others.
  ort.env.wasm.numThreads = 1;
  return {
    name: 'onnx',
    note: 'onnxruntime-web 1.30.0, caches that grow by concatenation; the noise of the samples is drawn on the CPU',
    sameModel: true,
    works: ['decode'],
    trainer: () => Promise.reject(new CannotRun('ONNX Runtime Web has no training here.')),
    decoder: (task) => decoder(task, backend),
  };
}
