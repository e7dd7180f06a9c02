import * as vscode from 'vscode';
import type { Ground } from '../agents/ground';
import type { Tool } from '../agents/tool';
import { tools } from '../agents/tools';
import { AgentGround, type AgentParts } from './agentGround';
import { aiSettings } from './aiSettings';
import { cancellable } from './cancellation';
import { Disposable } from './disposable';

/** The tools that models of the editor may call. */
export class AgentTools extends Disposable {
  constructor(parts: AgentParts) {
    super();
    const ground = new AgentGround(parts);
    for (const tool of tools) this.register(vscode.lm.registerTool(tool.name, new EditorTool(tool, ground)));
  }
}

class EditorTool implements vscode.LanguageModelTool<unknown> {
  constructor(
    private readonly tool: Tool,
    private readonly ground: Ground,
  ) {}

  prepareInvocation({ input }: vscode.LanguageModelToolInvocationPrepareOptions<unknown>): vscode.PreparedToolInvocation {
    const log = typeof input === 'object' && input !== null && 'log' in input && typeof input.log === 'string' ? input.log : undefined;
    return { invocationMessage: log === undefined ? vscode.l10n.t('Looking for errors in logs') : vscode.l10n.t('Looking into {0}', log) };
  }

  /** Rejects with an Error whose message is for the model. */
  async invoke({ input }: vscode.LanguageModelToolInvocationOptions<unknown>, token: vscode.CancellationToken): Promise<vscode.LanguageModelToolResult> {
    // The condition in package.json hides them from models; others can call them all the same.
    if (!aiSettings().enabled) throw new Error('The user lets no AI look at logs here: the setting stacklens.ai.enabled is off, or the workspace is not trusted.');
    const text = await cancellable(token, (signal) => this.tool.run(input, this.ground, signal));
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
  }
}
