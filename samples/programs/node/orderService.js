// An order service on a bad day: its database goes away, its payment provider hangs, its disk fills up.
const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const { Worker } = require('node:worker_threads');
const { startDatabase, query } = require('./database');
const { logger } = require('./log');
const { charge, startProvider } = require('./payments');

const log = logger('orders');
const http = logger('http');
const db = logger('db');
const discounts = { SPRING: { percent: 10 }, VIP: { percent: 25 } };

function price(order) {
  const gross = order.items * 12.5;
  return order.code ? gross * (1 - discounts[order.code].percent / 100) : gross;
}

async function save(order) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await query(`INSERT INTO orders VALUES (${order.id}, ${order.items})`);
    } catch (error) {
      if (attempt === 3) throw error;
      db.warn(`Connection to 127.0.0.1:54321 lost (${error.cause.code}), retrying in ${attempt * 40} ms (attempt ${attempt} of 3)`);
      await sleep(attempt * 40);
    }
  }
}

async function place(order, provider) {
  const started = performance.now();
  if (order.items < 1) {
    log.warn(`Order ${order.id} rejected: quantity ${order.items} is below 1`);
    return;
  }
  try {
    const total = price(order);
    const { paid } = await charge(provider.url, order);
    await save(order);
    log.info(`Order ${order.id} placed: ${order.items} items, ${total.toFixed(2)} EUR, paid=${paid}`);
    http.info(`POST /orders 201 ${Math.round(performance.now() - started)}ms`);
  } catch (error) {
    log.error(`Order ${order.id} failed: ${error.message}`, error);
    http.info(`POST /orders 500 ${Math.round(performance.now() - started)}ms`);
  }
}

function writeInvoice(order, file) {
  try {
    fs.appendFileSync(file, `invoice for order ${order}\n`);
    log.debug(`Invoice for order ${order} written`);
  } catch (error) {
    log.error(`Invoice for order ${order} not written`, error);
  }
}

async function nightlyReport() {
  const worker = new Worker('const rows = []; for (;;) rows.push(new Array(1e5).fill({}))', {
    eval: true,
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  });
  const [error] = await new Promise((resolve) => worker.once('error', (...result) => resolve(result)));
  log.fatal('Nightly report died: out of memory', error);
}

async function main() {
  log.info('Order service 2.4.1 starting, environment=production');
  log.info('Log rotation: errors.log archived, 0 errors since last start');
  log.debug('Discount codes loaded: SPRING, VIP');
  const database = await startDatabase();
  db.info('Connected to 127.0.0.1:54321, pool of 4, 0 failed');
  const provider = await startProvider();
  http.info('Listening on port 8080');

  let id = 1000;
  const rush = async (count) => {
    for (let i = 0; i < count; i++) await place({ id: ++id, items: 1 + (id % 4), code: id % 5 === 0 ? 'SPRING' : undefined }, provider);
  };
  await rush(4);
  http.info('GET /health 200 1ms (database ok, errors: 0)');
  await place({ id: ++id, items: -2 }, provider);
  await place({ id: ++id, items: 2, code: 'SUMMER' }, provider);
  await rush(3);
  writeInvoice(id, '/dev/null');
  writeInvoice(id, '/dev/full');
  await rush(2);

  database.stop();
  await rush(2);
  http.warn('GET /health 503 2ms (database unreachable)');
  await rush(1);
  db.warn('Circuit breaker open after 9 failed connections, orders are queued');
  await sleep(60);
  const again = await startDatabase();
  db.info('Reconnected to 127.0.0.1:54321 after 9 failed attempts');
  await rush(8);

  provider.hang();
  await rush(2);
  log.warn('Payment provider is slow: 2 of the last 2 calls timed out');
  await place({ id: ++id, items: 1, code: 'SUMMER' }, provider);
  writeInvoice(id, '/srv/invoices/2026/missing/folder.txt');
  await nightlyReport();
  log.info('Shutting down: no error while closing connections');
  again.stop();
  provider.stop();
}

main();
