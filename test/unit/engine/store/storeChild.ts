// A process of its own that writes to a store until it has written enough, or is killed.
// node storeChild.js FILE WASM NAME COUNT
import { openStore } from '../../../../src/engine/store/openStore';
import { analyse, findings } from './support';

async function main(file: string, wasmPath: string, name: string, count: number): Promise<void> {
  const onProblem = (message: string): void => console.error(message);
  const store = await openStore({ file, wasmPath, onProblem, now: Date.now });
  for (let number = 0; number < count; number++) {
    const uri = `file:///${name}/${number}`;
    await analyse(store, findings(200), { start: { uri } });
    await store.flush();
    process.stdout.write(`${uri}\n`);
  }
  await store.close();
}

const [file = '', wasmPath = '', name = '', count = ''] = process.argv.slice(2);
main(file, wasmPath, name, Number(count)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
