// A gateway in front of three services, two of which fail. Writes `jsonl` (one object a line, levels as numbers) or `json` (one array).
const fs = require('node:fs/promises');
const net = require('node:net');
const { once } = require('node:events');
const { shopTime } = require('./shopTime');

const levels = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };
const entries = [];

function log(level, msg, { err, ...fields } = {}) {
  const error = err && { err: { type: err.name, message: err.message, code: err.code, stack: err.stack } };
  entries.push(
    process.argv[2] === 'json'
      ? { timestamp: shopTime().toISOString(), level, logger: 'gateway', message: msg, ...fields, ...error }
      : { level: levels[level], time: shopTime().getTime(), pid: 4711, hostname: 'shop-1', name: 'gateway', msg, ...fields, ...error },
  );
}

async function call(service, work) {
  try {
    log('info', `${service} answered`, { service, status: 200, value: await work() });
  } catch (err) {
    log('error', `${service} did not answer`, { service, status: 502, err });
  }
}

const stock = () => 7;
const reviews = async () => JSON.parse((await fs.readFile(__filename, 'utf8')).slice(0, 40));
const prices = async () => {
  const socket = net.connect(9, '127.0.0.1');
  await once(socket, 'connect');
};

async function main() {
  log('info', 'gateway listening', { port: 8443, tls: true });
  log('debug', 'routes loaded', { count: 3, failed: 0 });
  for (let request = 1; request <= 16; request++) {
    await call('stock', stock);
    if (request % 3 === 0) await call('prices', prices);
    if (request % 4 === 0) await call('reviews', reviews);
    if (request === 5) log('warn', 'certificate expires in 6 days', { subject: 'shop.example' });
    if (request === 7) log('info', 'client closed connection before the answer', { error: null, bytes: 0 });
  }
  await fs.readFile('/srv/shop/tls/key.pem').catch((err) => log('fatal', 'cannot renew certificate', { err }));
  log('info', 'gateway stopped, 0 errors while closing');
  if (process.argv[2] === 'json') console.log(JSON.stringify(entries, null, 2));
  else for (const entry of entries) console.log(JSON.stringify(entry));
}

main();
