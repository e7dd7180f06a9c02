import { FileSink } from '../../../../src/engine/exporters/fileSink';

/** Begins an export to the file it is told of, says so, and goes on until it is killed. */
async function main(path: string): Promise<void> {
  const sink = await FileSink.open(path);
  await sink.write('half a report');
  process.stdout.write('writing\n');
  setInterval(() => undefined, 1000);
}

void main(process.argv[2] ?? '');
