import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import type { Certificate } from '../certificates';

/** What a webhook got. */
export interface Got {
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

export const ok: Answer = (_, response) => response.writeHead(200).end('ok');

/** A real HTTP server that answers in turn; the last answer goes on. With a certificate it speaks TLS. */
export class Webhook {
  readonly got: Got[] = [];
  private readonly server: http.Server;

  private constructor(
    private readonly answers: Answer[],
    private readonly certificate: Certificate | null,
  ) {
    const listener: http.RequestListener = (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        this.got.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
        const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
        (answer ?? ok)(request, response);
      });
    };
    this.server = certificate === null ? http.createServer(listener) : https.createServer(certificate, listener);
  }

  static start(...answers: Answer[]): Promise<Webhook> {
    return Webhook.listening(answers.length === 0 ? [ok] : answers, null);
  }

  static startWith(certificate: Certificate): Promise<Webhook> {
    return Webhook.listening([ok], certificate);
  }

  private static async listening(answers: Answer[], certificate: Certificate | null): Promise<Webhook> {
    const webhook = new Webhook(answers, certificate);
    webhook.server.listen(0, '127.0.0.1');
    await once(webhook.server, 'listening');
    return webhook;
  }

  get url(): string {
    return `${this.certificate === null ? 'http' : 'https'}://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/hook/a-secret-part`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}

/** How a mail server replies to a command, by its first word; null to go on as servers do. */
export type Reply = (command: string) => string | null;

/** How a mail server speaks TLS: from the first byte on, or once it is asked to. */
export interface MailEncryption {
  readonly how: 'tls' | 'starttls';
  readonly certificate: Certificate;
}

/** A real server that speaks as much of SMTP as mail needs to come in. */
export class MailServer {
  readonly mails: string[] = [];
  private readonly server: net.Server;

  private constructor(
    private readonly reply: Reply,
    private readonly encryption: MailEncryption | null,
  ) {
    const listener = (socket: net.Socket): void => {
      socket.write('220 stand-in\r\n');
      this.speak(socket);
    };
    this.server = encryption?.how === 'tls' ? tls.createServer(encryption.certificate, listener) : net.createServer(listener);
  }

  static async start(reply: Reply = () => null, encryption: MailEncryption | null = null): Promise<MailServer> {
    const server = new MailServer(reply, encryption);
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

  private speak(socket: net.Socket): void {
    let mail: string | null = null;
    let rest = '';
    const take = (part: Buffer): void => {
      const lines = (rest + part.toString('latin1')).split('\r\n');
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
        if (command === 'STARTTLS' && this.encryption?.how === 'starttls') {
          socket.off('data', take);
          socket.write('220 go on\r\n');
          this.speak(new tls.TLSSocket(socket, { isServer: true, ...this.encryption.certificate }));
          return;
        }
        const given = this.reply(command);
        if (command === 'DATA' && given === null) mail = '';
        socket.write(`${given ?? this.usualReply(command)}\r\n`);
      }
    };
    socket.on('error', () => undefined);
    socket.on('data', take);
  }

  private usualReply(command: string): string {
    const replies: Partial<Record<string, string>> = { EHLO: `250-stand-in${this.encryption?.how === 'starttls' ? '\r\n250-STARTTLS' : ''}\r\n250 AUTH PLAIN`, DATA: '354 go on', AUTH: '235 welcome', QUIT: '221 bye' };
    return replies[command] ?? '250 ok';
  }
}
