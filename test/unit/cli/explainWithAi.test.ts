import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import { GeminiStandIn } from '../../harness/geminiStandIn';
import { type Ended, parseLines, stacklens } from './support';

const log = [
  '2026-11-22T10:00:00Z INFO Starting Orders v1.2.3 using Java 17.0.8',
  '2026-11-22T10:00:01Z ERROR load of orders for jane@example.com failed',
  '2026-11-22T10:00:02Z INFO token=abc123def456 refreshed',
  '2026-11-22T10:00:03Z ERROR load of orders for joe@example.com failed',
  '',
].join('\n');
const answer = { cause: 'The mailbox [[EMAIL_1]] is full.\u001b[31m', evidence: [2], steps: ['Empty it.'], command: 'df -h', change: null, confidence: 0.7 };

describe('stacklens explain --ai', () => {
  const stand = new GeminiStandIn('');
  let folder: string;
  before(async () => {
    await stand.start();
    folder = await mkdtemp(path.join(os.tmpdir(), 'stacklens-ai-'));
    await writeFile(path.join(folder, 'app.log'), log);
  });
  after(async () => {
    stand.stop();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    stand.asked.length = 0;
    stand.text = JSON.stringify(answer);
  });
  const explain = (...args: readonly string[]): Promise<Ended> => stacklens(['explain', 'app.log:2', '--store', 'store.db', '--ai-endpoint', stand.address, ...args], { cwd: folder, env: { GEMINI_API_KEY: 'KEY-OF-MINE' } });

  it('sends nothing without consent, without a key and for a preview', async () => {
    const refused = await explain('--ai');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /--ai-preview.*--consent/);
    const keyless = await stacklens(['explain', 'app.log:2', '--store', 'store.db', '--ai', '--consent', '--ai-endpoint', stand.address], { cwd: folder, env: { GEMINI_API_KEY: '' } });
    assert.equal(keyless.code, 2);
    assert.match(keyless.stderr, /\$GEMINI_API_KEY/);
    const { code, stdout } = await explain('--ai-preview');
    assert.equal(code, 0);
    assert.match(stdout, /about \d+ tokens[^]*load of orders for \[\[EMAIL_1\]\] failed[^]*token=\[\[SECRET_1\]\][^]*It came 2 times[^]*environment: .*Java 17\.0\.8/);
    assert.doesNotMatch(stdout.slice(stdout.indexOf('What would be sent')), /jane@example|abc123def456/);
    assert.deepEqual(stand.asked, []);
  });

  it('adds the answer, keeps it with what was sent, and asks once for all occurrences', async () => {
    const { code, stdout, stderr } = await explain('--ai', '--consent');
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /fingerprint:[^]*likely cause: The mailbox jane@example\.com is full\.[^]*1\. Empty it\.[^]*\(not run\): df -h/);
    assert.ok(!stdout.includes('\u001b'));
    for (const secret of ['jane@example.com', 'joe@example.com', 'abc123def456', 'KEY-OF-MINE']) assert.ok(!stand.asked.join('').includes(secret), secret);
    const again = await stacklens(['explain', 'app.log:4', '--store', 'store.db', '--ai', '--consent', '--ai-endpoint', stand.address], { cwd: folder });
    assert.match(again.stdout, /asked before[^]*likely cause/);
    assert.equal(stand.asked.length, 1);
    const { stdout: audit } = await stacklens(['db', 'audit', '--store', 'store.db'], { cwd: folder });
    assert.ok(parseLines(audit).some(({ action }) => action === 'asked'));
    await explain('--ai', '--consent', '--ai-again');
    assert.equal(stand.asked.length, 2);
  });

  it('sends the code that the trace names, from this folder alone, and what the project knows', async () => {
    const outside = await mkdtemp(path.join(os.tmpdir(), 'stacklens-outside-'));
    await mkdir(path.join(folder, 'src'), { recursive: true });
    await mkdir(path.join(folder, '.stacklens', 'knowledge'), { recursive: true });
    await writeFile(path.join(folder, 'src', 'pay.js'), "export function pay() {\n  const key = 'password=hunter2hunter2';\n  return cart.total;\n}\n");
    await writeFile(path.join(folder, 'settings.yaml'), 'never: sent\n');
    await writeFile(path.join(outside, 'linked.js'), 'const elsewhere = 1;\n');
    await symlink(path.join(outside, 'linked.js'), path.join(folder, 'linked.js'));
    await writeFile(path.join(folder, '.stacklens', 'knowledge', 'shop.yaml'), JSON.stringify({ area: 'shop', title: 'Shop', source: { name: 'Wiki', url: 'https://example.com/' }, entries: [{ id: 'cart', title: 'No cart', category: 'runtime', match: { phrases: ['cart is undefined'] }, meaning: 'The cart went cold.', link: 'https://example.com/cart' }] }));
    await writeFile(path.join(folder, 'shop.log'), ['2026-11-22T10:00:01Z ERROR TypeError: cart is undefined', '    at pay (/srv/shop/src/pay.js:3:10)', '    at read (settings.yaml:1:1)', '    at linked (linked.js:1:1)', ''].join('\n'));
    const { code, stdout } = await stacklens(['explain', 'shop.log:1', '--store', 'store.db', '--ai-preview'], { cwd: folder });
    await rm(outside, { recursive: true });
    assert.equal(code, 0);
    assert.match(stdout, /known:\s+No cart: The cart went cold\.[^]*What would be sent[^]*The source src\/pay\.js[^]*3: {3}return cart\.total;[^]*The cart went cold/);
    assert.doesNotMatch(stdout, /hunter2|never: sent|elsewhere/);
  });

  it('says what went wrong, and what came until then', async () => {
    stand.text = 'I would rather not say anything.';
    const { code, stdout, stderr } = await explain('--ai', '--consent', '--ai-again');
    assert.equal(code, 2);
    assert.match(stdout, /verdict:/);
    assert.match(stderr, /no JSON[^]*I would rather not/);
  });
});
