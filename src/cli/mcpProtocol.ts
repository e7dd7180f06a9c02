/** A bundle for itself (see esbuild.js): the library of the protocol is as large as all other commands together. */
import { once } from 'node:events';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Tool } from '../agents/tool';

/** How far a call is: it only grows. */
export interface CallProgress {
  readonly done: number;
  readonly message: string;
}

export interface Offer {
  readonly version: string;
  /** For models: what the tools are for. */
  readonly instructions: string;
  readonly tools: readonly Omit<Tool, 'run'>[];
  /** Calls a tool. What it rejects with is told to the model. */
  readonly call: (name: string, input: unknown, signal: AbortSignal, onProgress: (progress: CallProgress) => void) => Promise<string>;
  /** Told what cannot be understood of what came in. */
  readonly onProblem: (message: string) => void;
}

/** Answers over standard input and output until that ends or `signal` is aborted. */
export async function serveTools({ version, instructions, tools, call, onProblem }: Offer, signal: AbortSignal): Promise<void> {
  const server = new McpServer({ name: 'stacklens', title: 'StackLens AI', version }, { capabilities: { tools: {} }, instructions });
  const listed = tools.map(({ name, title, description, inputSchema }) => ({ name, title, description, inputSchema, annotations: { title, readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } }));
  server.server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listed }));
  server.server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal: cancelled, sendNotification }): Promise<CallToolResult> => {
    const progressToken = params._meta?.progressToken;
    const onProgress = ({ done, message }: CallProgress): void => {
      // Only who asks for it is told.
      if (progressToken === undefined || cancelled.aborted) return;
      sendNotification({ method: 'notifications/progress', params: { progressToken, progress: done, message } }).catch((error: unknown) => onProblem(String(error)));
    };
    try {
      return { content: [{ type: 'text', text: await call(params.name, params.arguments, cancelled, onProgress) }] };
    } catch (error) {
      return { isError: true, content: [{ type: 'text', text: error instanceof Error ? error.message : String(error) }] };
    }
  });
  server.server.onerror = (error) => onProblem(error.message);
  const gone = once(process.stdin, 'close');
  await server.connect(new StdioServerTransport());
  await Promise.race([gone, once(signal, 'abort')]);
  await server.close();
}
