/** What the bench uses of packages that only `npm run bench` installs, so that the types do not depend on it. */
declare module '@genai-fi/nanogpt' {
  export interface TrainingBatch {
    xs: unknown;
    ys: unknown;
  }

  interface BatchIterator {
    next(): Promise<{ done: boolean; value: TrainingBatch }>;
  }

  interface Dataset {
    iterator(): Promise<BatchIterator>;
  }

  interface Trainer {
    prepareToTrain(options: object): void;
    trainOnDataset(
      dataset: Dataset,
      options: object,
      validation: undefined,
      onStep: (log: { trainingMetrics: { loss: number } }) => void,
    ): Promise<unknown>;
  }

  interface Training {
    on(event: 'completed', listener: (id: string) => void): void;
    on(event: 'error', listener: (id: string, error: Error) => void): void;
    job(options: object, data: Uint16Array[], datasets: object[]): Promise<{ trainer: Trainer; trainDataset?: Dataset }>;
  }

  export class TeachableLLM {
    static selectBackend(backend: 'webgpu'): Promise<void>;
    static create(tokeniser: 'char', config: object): TeachableLLM;
    readonly training: Training;
    dispose(): void;
  }
}

declare module 'onnxruntime-web/webgpu' {
  export interface InferenceSession {
    run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
    release(): Promise<void>;
  }

  export const InferenceSession: { create(model: Uint8Array, options: object): Promise<InferenceSession> };

  export class Tensor {
    constructor(type: 'int32' | 'float32', values: Int32Array | Float32Array, shape: number[]);
    getData(): Promise<Int32Array>;
    dispose(): void;
  }

  export const env: { wasm: { numThreads: number } };
}
