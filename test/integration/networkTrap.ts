import assert from 'node:assert/strict';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

/** Runs `work` with the address of a server that would hear of any question, and hands back every attempt of this process to reach one meanwhile. */
export async function attemptsDuring(work: (endpoint: string) => Promise<void>): Promise<string[]> {
  const attempts: string[] = [];
  const server = http.createServer((request, response) => {
    attempts.push(`heard ${request.url ?? ''}`);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${String(port)}`;
  const prototype = net.Socket.prototype;
  const connect = Object.getOwnPropertyDescriptor(prototype, 'connect');
  const { fetch } = globalThis;
  assert.ok(connect);
  const original = connect.value as (this: net.Socket, ...given: unknown[]) => unknown;
  Object.defineProperty(prototype, 'connect', {
    ...connect,
    value(this: net.Socket, ...given: unknown[]) {
      attempts.push(`socket ${JSON.stringify(given[0])}`);
      return original.apply(this, given);
    },
  });
  globalThis.fetch = (...given) => {
    attempts.push('fetch');
    return fetch(...given);
  };
  try {
    await (await globalThis.fetch(`${endpoint}/control`)).text();
    // It would catch something: else that nothing is caught says nothing.
    assert.ok(attempts.includes('fetch') && attempts.includes('heard /control'), attempts.join(', '));
    attempts.length = 0;
    await work(endpoint);
    return [...attempts];
  } finally {
    globalThis.fetch = fetch;
    Object.defineProperty(prototype, 'connect', connect);
    server.closeAllConnections();
    server.close();
  }
}
