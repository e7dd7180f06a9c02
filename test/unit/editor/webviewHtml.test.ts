import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { webviewHtml, type WebviewPage } from '../../../src/editor/webviewHtml';
import { englishStrings } from '../../../src/shared/dashboardStrings';

const page: WebviewPage = {
  title: 'StackLens',
  language: 'en',
  cspSource: 'https://*.example',
  scriptNonce: 'one',
  styleNonce: 'two',
  script: 'https://x.example/dashboard.js?a=1&b=2',
  style: 'https://x.example/dashboard.css',
  strings: englishStrings,
};

describe('webviewHtml', () => {
  it('forbids all but its own script and styles', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(webviewHtml(page))?.[1];
    assert.equal(policy, "default-src 'none'; script-src 'nonce-one'; style-src https://*.example 'nonce-two';");
  });

  it('has no inline script, style or handler', () => {
    const html = webviewHtml(page);
    assert.doesNotMatch(html, /\son\w+=|<style|\sstyle=|javascript:/i);
    assert.equal(html.match(/<script nonce="one" src="[^"]+"><\/script>/g)?.length, 1);
    assert.ok(html.includes('a=1&amp;b=2'));
  });

  it('carries the words as data that no translation can break out of', () => {
    const hostile = { ...englishStrings, overview: '</script><script>alert(1)</script><!--' };
    const html = webviewHtml({ ...page, strings: hostile, language: '"><script>' });
    const data = /id="strings">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    assert.deepEqual(JSON.parse(data), hostile);
    assert.equal(html.match(/<script/g)?.length, 2);
  });
});
