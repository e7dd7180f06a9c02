import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import manifest from '../../../package.json';
import strings from '../../../package.nls.json';
import { tools } from '../../../src/agents/tools';

describe('what package.json says of the tools of agents', () => {
  const stated = manifest.contributes.languageModelTools;

  it('is what they are', () => {
    assert.deepEqual(
      stated.map(({ name, modelDescription, inputSchema }) => ({ name, modelDescription, inputSchema })),
      tools.map(({ name, description, inputSchema }) => ({ name, modelDescription: description, inputSchema })),
    );
  });

  it('calls them by the names that they have for people', () => {
    for (const { name, displayName } of stated) assert.equal(strings[displayName.slice(1, -1) as keyof typeof strings], tools.find((tool) => tool.name === name)?.title);
  });

  it('offers them only where an AI may look at logs', () => {
    for (const { when } of stated) assert.equal(when, 'config.stacklens.ai.enabled');
  });
});
