import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

/** What a webhook got. */
export interface Got {
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

export const ok: Answer = (_, response) => response.writeHead(200).end('ok');

/** A real HTTP server that answers in turn; the last answer goes on. */
export class Webhook {
  readonly got: Got[] = [];
  private readonly server: http.Server;

  private constructor(private readonly answers: Answer[]) {
    this.server = http.createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        this.got.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
        const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
        (answer ?? ok)(request, response);
      });
    });
  }

  static async start(...answers: Answer[]): Promise<Webhook> {
    const webhook = new Webhook(answers.length === 0 ? [ok] : answers);
    webhook.server.listen(0, '127.0.0.1');
    await once(webhook.server, 'listening');
    return webhook;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/hook/a-secret-part`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}

/** How a mail server replies to a command, by its first word; null to go on as servers do. */
export type Reply = (command: string) => string | null;

/** A real server that speaks as much of SMTP as mail needs to come in. */
export class MailServer {
  readonly mails: string[] = [];
  private readonly server: net.Server;

  private constructor(reply: Reply) {
    this.server = net.createServer((socket) => {
      let mail: string | null = null;
      let rest = '';
      socket.on('error', () => undefined);
      socket.write('220 stand-in\r\n');
      socket.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\r\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (mail !== null) {
            if (line !== '.') mail += `${line}\n`;
            else {
              this.mails.push(mail);
              mail = null;
              socket.write('250 kept\r\n');
            }
            continue;
          }
          const command = (line.split(/[ :]/, 1)[0] ?? '').toUpperCase();
          const given = reply(command);
          if (command === 'DATA' && given === null) mail = '';
          socket.write(`${given ?? (command === 'EHLO' ? '250-stand-in\r\n250 AUTH PLAIN' : command === 'DATA' ? '354 go on' : command === 'AUTH' ? '235 welcome' : command === 'QUIT' ? '221 bye' : '250 ok')}\r\n`);
        }
      });
    });
  }

  static async start(reply: Reply = () => null): Promise<MailServer> {
    const server = new MailServer(reply);
    server.server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return server;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
  }
}
