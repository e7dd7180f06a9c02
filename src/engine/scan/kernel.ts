import { randomBytes } from 'node:crypto';
import { passingScreen } from '../../core/skim/passing';
import { compileKernel, lineShapes, type LineShapes, type WasmHost } from '../../core/scan/lineShapes';

/** Bytes read at a time: more of them would not stay in the processor's caches. */
export const chunkSize = 256 * 1024;
/** The first ones are read line by line. */
export const firstChunkSize = 64 * 1024;
/** A line's first megabyte is read, with what is held back before it and a chunk behind it. */
const inputSize = (1 << 20) + 4 * chunkSize;
const capacity = 1 << 15;

/** A compiled kernel; workers may share one. */
export type KernelModule = object;

// Node has it, and types of it come with those of browsers alone.
const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly: WasmHost<KernelModule> };

export function compiledKernel(): KernelModule {
  return compileKernel(wasm);
}

/** A dictionary of shapes with a seed of its own; of the usual size unless told. Throws where there is no memory. */
export function newShapes(module: KernelModule, options = { capacity, inputSize }): LineShapes {
  const random = randomBytes(8);
  return lineShapes(wasm, module, { ...options, seed: [random.readUInt32LE(0), random.readUInt32LE(4)], screen: passingScreen() });
}
