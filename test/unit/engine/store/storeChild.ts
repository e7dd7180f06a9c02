// A process of its own that writes to a store until it has written enough, or is killed.
// With `compacting`, it compacts the file after each of its analyses.
// node storeChild.js FILE WASM NAME COUNT [compacting]
import { openStore, openStoreFile } from '../../../../src/engine/store/openStore';
import { analyse, findings } from './support';

async function main(file: string, wasmPath: string, name: string, count: number, compacting: boolean): Promise<void> {
  const onProblem = (message: string): void => console.error(message);
  const store = await openStore({ file, wasmPath, onProblem, now: Date.now, program: 'cli' });
  for (let number = 0; number < count; number++) {
    const uri = `file:///${name}/${number}`;
    await analyse(store, findings(200), { start: { uri } });
    await store.flush();
    process.stdout.write(`${uri}\n`);
    if (compacting) await (await openStoreFile({ file, wasmPath, now: Date.now, program: 'cli' })).compact();
  }
  await store.close();
}

const [file = '', wasmPath = '', name = '', count = '', mode] = process.argv.slice(2);
main(file, wasmPath, name, Number(count), mode === 'compacting').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
