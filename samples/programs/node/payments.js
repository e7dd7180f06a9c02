// Asks a payment provider that takes its time.
const http = require('node:http');
const { once } = require('node:events');

exports.startProvider = async function startProvider() {
  let slow = false;
  const server = http.createServer((request, response) => {
    if (!slow) response.end(JSON.stringify({ paid: true }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/charge`,
    hang: () => (slow = true),
    stop: () => (server.closeAllConnections(), server.close()),
  };
};

exports.charge = async function charge(url, order) {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(order), signal: AbortSignal.timeout(120) });
  return response.json();
};
