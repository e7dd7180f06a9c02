// A database of one word: it answers OK to every line. What matters is that it can go away.
const net = require('node:net');
const { once } = require('node:events');

exports.startDatabase = async function startDatabase() {
  const clients = new Set();
  const server = net.createServer((client) => {
    clients.add(client);
    client.on('data', () => client.write('OK\n'));
    client.on('error', () => client.destroy());
  });
  server.listen(54321, '127.0.0.1');
  await once(server, 'listening');
  return {
    stop() {
      for (const client of clients) client.resetAndDestroy();
      server.close();
    },
  };
};

exports.query = async function query(statement) {
  const socket = net.connect(54321, '127.0.0.1');
  socket.setTimeout(500);
  try {
    await once(socket, 'connect');
    socket.write(`${statement}\n`);
    const [answer] = await once(socket, 'data');
    return String(answer).trim();
  } catch (cause) {
    throw new Error(`query failed: ${statement}`, { cause });
  } finally {
    socket.destroy();
  }
};
