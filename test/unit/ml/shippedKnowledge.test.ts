import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { parseArea } from '../../../src/ml/knowledgeArea';
import { KnowledgeBase } from '../../../src/ml/knowledgeBase';
import { contextOf, termsOf } from '../../../src/ml/knowledgeTerms';
import { shippedAreas } from '../../../src/ml/shippedKnowledge';
import { harmlessLines } from './harmlessLines';

const folder = 'src/ml/knowledge';

describe('the knowledge that comes with StackLens', () => {
  const base = new KnowledgeBase(shippedAreas);

  it('is sound, file by file, and all of it is built in', () => {
    const entries = readdirSync(folder).map((name) => {
      const { area, problems } = parseArea(readFileSync(path.join(folder, name), 'utf8'));
      assert.deepEqual(problems, [], name);
      return area?.entries.length ?? 0;
    });
    assert.equal(entries.reduce((sum, count) => sum + count, 0), base.count().entries);
  });

  it('knows as much as it promises', () => {
    const { entries, remediated } = base.count();
    assert.ok(entries >= 1200, String(entries));
    assert.ok(remediated >= 400, String(remediated));
  });

  it('has one entry for a citation', () => {
    const citations = shippedAreas.flatMap(({ area, entries }) => entries.map(({ id }) => `${area}/${id}`));
    assert.equal(new Set(citations).size, citations.length);
  });

  it('finds every entry by each of its terms', () => {
    for (const area of shippedAreas) {
      for (const entry of area.entries) {
        for (const { kind, text } of termsOf(entry, contextOf(area))) {
          const message = kind === 'code' ? `${area.codeContext?.[0] ?? ''} ${text}` : text;
          const citations = base.best({ message, template: '', category: entry.category, limit: 100 }).map(({ citation }) => citation);
          assert.ok(citations.includes(`${area.area}/${entry.id}`), `${area.area}/${entry.id}: ${message}`);
        }
      }
    }
  });

  it('has nothing to say of harmless lines', () => {
    assert.ok(harmlessLines.length >= 150);
    const said = harmlessLines.flatMap((message) => base.best({ message, template: '', category: null, limit: 3 }).map(({ citation }) => `${citation}: ${message}`));
    assert.deepEqual(said, []);
  });

  it('has nothing to say of what logs report as usual', () => {
    const texts = readdirSync('samples/logs', { recursive: true, withFileTypes: true }).filter((file) => file.isFile()).map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), 'utf8'));
    const usual = texts.flatMap((text) => text.split('\n')).filter((line) => /\b(?:INFO|DEBUG|TRACE)\b/.test(line) && !/error|fail|exception|refused|denied|time/i.test(line));
    assert.ok(usual.length > 50, String(usual.length));
    const said = usual.flatMap((message) => base.best({ message, template: '', category: null, limit: 3 }).map(({ citation }) => `${citation}: ${message}`));
    assert.deepEqual(said, []);
  });

  it('knows the errors that everybody meets', () => {
    const known: readonly (readonly [string, string])[] = [
      ['connect ECONNREFUSED 127.0.0.1:5432', 'errno/econnrefused'],
      ['write /var/lib/data: no space left on device', 'errno/enospc'],
      ['The process exited with code 137', 'process/sigkill'],
      ['"GET /api HTTP/1.1" 502 157', 'http/bad-gateway'],
      ['rpc error: code = DeadlineExceeded desc = stream', 'grpc/deadline-exceeded'],
      ['x509: certificate signed by unknown authority', 'tls/unknown-issuer'],
      ['java.lang.NullPointerException: name is null', 'jvm/npe'],
      ['panic: runtime error: invalid memory address or nil pointer dereference', 'go/nil-deref'],
      ['error[E0382]: borrow of moved value: `x`', 'rust/e0382'],
      ['app.service: Start request repeated too quickly.', 'systemd/start-limit'],
      ['main.o: undefined reference to `pump_start`', 'compilers/undefined-reference'],
      ['ERROR: deadlock detected', 'postgresql/sqlstate-40p01'],
      ["error: duplicate key value violates unique constraint, code: '23505'", 'postgresql/sqlstate-23505'],
      ['FATAL: sorry, too many clients already', 'postgresql/sqlstate-53300'],
      ["ERROR 1045 (28000): Access denied for user 'shop'@'10.0.0.7'", 'mysql/1045'],
      ['Lock wait timeout exceeded; try restarting transaction', 'mysql/1205'],
      ['SQLITE_BUSY: database is locked', 'sqlite/busy'],
      ["OOM command not allowed when used memory > 'maxmemory'.", 'redis/oom'],
      ['E11000 duplicate key error collection: shop.users', 'mongodb/duplicate-key'],
      ['Warning Failed pod/web-0 Error: ImagePullBackOff', 'kubernetes/imagepullbackoff'],
      ['State: Terminated, Reason: OOMKilled', 'kubernetes/oomkilled'],
      ['Bind for 0.0.0.0:80 failed: port is already allocated', 'docker/port-allocated'],
      ["ModuleNotFoundError: No module named 'requests'", 'python/modulenotfound'],
      ['System.NullReferenceException: Object reference not set to an instance of an object.', 'dotnet/nullreference'],
      ['PHP Fatal error: Allowed memory size of 134217728 bytes exhausted', 'php/memory-exhausted'],
      ['ActiveRecord::RecordNotFound (Could not find Order)', 'ruby/record-not-found'],
      ['upstream timed out (110: Connection timed out) while reading response header', 'web-servers/upstream-timeout'],
      ['An error occurred (ThrottlingException) when calling the Query operation', 'cloud/aws-throttling'],
    ];
    for (const [message, citation] of known) assert.equal(base.best({ message, template: '', category: null, limit: 1 })[0]?.citation, citation, message);
  });
});
