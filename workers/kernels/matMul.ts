/**
 * Matrix products for the WebAssembly backend, registered in place of its own, so that `tf.matMul` and its gradient use them. The stock
 * kernel is fast only without transposes and for one matrix, and the gradient always transposes. Ours reads aᵀ in place and copies bᵀ, which
 * in this project is the small one. It also keeps nothing: the stock one caches each right-hand side in a packed copy that does not see
 * values written in place.
 */
import * as tf from '@tensorflow/tfjs-core';
import { replaceKernel } from './stockKernels.ts';
import { kernelFunction } from './wasmModule.ts';

interface Operands {
  a: tf.TensorInfo;
  b: tf.TensorInfo;
}

interface Transposes {
  transposeA: boolean;
  transposeB: boolean;
}

/** Registers the product in place of the stock kernel, which is still called where leading dimensions are broadcast. */
export function registerMatMul(): void {
  const stock = tf.getKernel(tf.BatchMatMul, 'wasm');
  const fused = kernelFunction<Operands, Transposes>((call, { a, b }, { transposeA, transposeB }) => {
    const { kernels, address, output, withScratch } = call;
    const leading = a.shape.slice(0, -2);
    const [aRows, aColumns] = a.shape.slice(-2);
    const [bRows, bColumns] = b.shape.slice(-2);
    const [rows, inner] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
    const columns = transposeB ? bRows : bColumns;
    const product = output([...leading, rows, columns]);
    const multiply = (left: number, right: number, out: number): void => {
      const [rowStride, innerStride] = transposeA ? [1, rows] : [inner, 1];
      kernels.matMul(left, rowStride, innerStride, right, out, rows, inner, columns);
    };
    const matrices = tf.util.sizeFromShape(leading);
    withScratch(transposeB ? bRows * bColumns : 0, (transposed) => {
      for (let matrix = 0; matrix < matrices; matrix++) {
        const left = address(a) + 4 * matrix * rows * inner;
        const right = address(b) + 4 * matrix * inner * columns;
        if (transposeB) kernels.transpose(right, transposed, bRows, bColumns);
        multiply(left, transposeB ? transposed : right, address(product) + 4 * matrix * rows * columns);
      }
    });
    return product;
  });
  replaceKernel({ ...stock, kernelFunc: (call) => (isPlain(call.inputs as unknown as Operands) ? fused : stock.kernelFunc)(call) });
}

/** Whether both are float32 with the same leading dimensions. */
function isPlain({ a, b }: Operands): boolean {
  return a.dtype === 'float32' && b.dtype === 'float32' && tf.util.arraysEqual(a.shape.slice(0, -2), b.shape.slice(0, -2));
}

/** The float64 reference for one matrix. */
export function referenceMatMul(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { rows, inner, columns, transposeA, transposeB }: { rows: number; inner: number; columns: number } & Transposes,
): Float64Array {
  const product = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (let p = 0; p < inner; p++) {
        product[i * columns + j] += a[transposeA ? p * rows + i : i * inner + p] * b[transposeB ? j * inner + p : p * columns + j];
      }
    }
  }
  return product;
}
