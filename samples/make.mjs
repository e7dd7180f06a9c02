// Runs the sample programs in a folder of their own and writes what they print to logs/. Needs node, python3, javac and java.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const shop = realpathSync(mkdtempSync(path.join(tmpdir(), 'shop-')));
const programs = path.join(shop, 'programs');
const classes = path.join(shop, 'classes');

function run(command, ...args) {
  const environment = { PATH: process.env.PATH, LANG: 'C.UTF-8', TZ: 'UTC', SHOP_SPOOL: path.join(shop, 'spool'), PYTHONDONTWRITEBYTECODE: '1' };
  const { error, stdout, stderr } = spawnSync(command, args, { cwd: shop, env: environment, encoding: 'utf8', maxBuffer: 1 << 24 });
  if (error) throw new Error(`${command} could not be run: ${error.message}`);
  return stdout + stderr;
}

const python = (...args) => run('python3', ...args.map((argument) => argument.replace(/^(\w+)\.py$/, path.join(programs, 'python', '$1.py'))));
const node = (name, ...args) => run(process.execPath, path.join(programs, 'node', name), ...args);
const warehouse = (...args) => run('java', '-Xmx24m', '-Djava.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL %4$-7s %3$s: %5$s%6$s%n', '-cp', classes, 'Warehouse', ...args);

try {
  cpSync(path.join(here, 'programs'), programs, { recursive: true });
  mkdirSync(path.join(shop, 'spool'));
  for (const folder of [shop, path.join(shop, 'spool')]) chmodSync(folder, 0o755);
  run('javac', '-d', classes, path.join(programs, 'java', 'Warehouse.java'), path.join(programs, 'java', 'Crash.java'));
  // Logs name the folder a shop would use, and the library where most systems have it.
  const library = python('-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))').trim();
  const neutral = (text) => text.replaceAll(shop, '/srv/shop').replaceAll(library, `/usr/lib/${path.basename(library)}`);
  const logs = {
    'order-service.log': node('orderService.js'),
    'import-worker.log': python('import_worker.py'),
    'warehouse.log': warehouse(),
    'crash.log': node('crash.js') + python('crash.py') + run('java', '-cp', classes, 'Crash'),
    'gateway.jsonl': node('gateway.js', 'jsonl'),
    'gateway.json': node('gateway.js', 'json'),
    'inventory.csv': python('inventory.py', 'csv'),
    'inventory.logfmt.log': python('inventory.py', 'logfmt'),
    'inventory.yaml': python('inventory.py', 'yaml'),
    'warehouse.xml': warehouse('xml'),
  };
  mkdirSync(path.join(here, 'logs'), { recursive: true });
  for (const [name, text] of Object.entries(logs)) {
    writeFileSync(path.join(here, 'logs', name), neutral(text));
    console.log(`${name}: ${text.split('\n').length - 1} lines`);
  }
} finally {
  rmSync(shop, { recursive: true, force: true });
}
