import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Speaks as Gemini does, on this machine, and keeps what it was asked. */
export class GeminiStandIn {
  readonly asked: string[] = [];
  private readonly server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      this.asked.push(body);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const [index, text] of [this.text.slice(0, 20), this.text.slice(20)].entries()) response.write(`data: ${JSON.stringify({ candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0, ...(index === 1 ? { finishReason: 'STOP' } : {}) }] })}\r\n\r\n`);
      response.end();
    });
  });

  constructor(public text: string) {}

  start(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get address(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
