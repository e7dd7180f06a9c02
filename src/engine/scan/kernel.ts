import { randomBytes } from 'node:crypto';
import { compileKernel, lineShapes, type LineShapes, type WasmHost } from '../../core/scan/lineShapes';

/** A compiled kernel; workers may share one. */
export type KernelModule = object;

// Node has it, and types of it come with those of browsers alone.
const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly: WasmHost<KernelModule> };

export function compiledKernel(): KernelModule {
  return compileKernel(wasm);
}

/** A dictionary of shapes with a seed of its own. */
export function newShapes(module: KernelModule, options: { readonly capacity: number; readonly inputSize: number }): LineShapes {
  const random = randomBytes(8);
  return lineShapes(wasm, module, { ...options, seed: [random.readUInt32LE(0), random.readUInt32LE(4)] });
}
