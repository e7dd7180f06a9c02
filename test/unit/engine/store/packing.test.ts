import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Finding } from '../../../../src/core/finding';
import { type Limits, usualLimits } from '../../../../src/engine/store/allowance';
import type { PackedFindings } from '../../../../src/engine/store/analysisTables';
import { type Asked, type ChosenBlob, MergedFindings, openBlob } from '../../../../src/engine/store/findingsReader';
import type { GroupPart } from '../../../../src/engine/store/groups';
import { OccurrencePacker } from '../../../../src/engine/store/occurrencePacker';
import { packCounts } from '../../../../src/engine/store/packing';
import { type OpenBlob, unpackCounts } from '../../../../src/engine/store/unpacking';
import { anyFinding, plainly } from './anyFinding';
import { finding, findings } from './support';

interface Packed {
  readonly groups: readonly GroupPart[];
  readonly blobs: readonly PackedFindings[];
}

async function packed(list: readonly Finding[], limits: Limits = usualLimits): Promise<Packed> {
  const packer = new OccurrencePacker(limits);
  await packer.add(list);
  return packer.finish();
}

function opened({ groups, blobs }: Packed): OpenBlob[] {
  const nameOf = (number: number): GroupPart => groups.find((group) => group.number === number) ?? assert.fail(`No group ${number}`);
  return blobs.map((blob) => openBlob(blob.packed, blob.count, blob.severity, nameOf));
}

function chosen(result: Packed, yes: readonly Asked[]): ChosenBlob[] {
  return opened(result).map((blob) => ({ blob, choice: { yes, no: [] } }));
}

function unpacked(result: Packed): Finding[] {
  const all = new MergedFindings(chosen(result, []));
  return all.slice(0, all.count);
}

describe('packing', function () {
  this.timeout(20_000);
  it('gives back every finding as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFinding(), { minLength: 1, maxLength: 20 }), async (list) => {
        // Each on a line of its own, so that there is but one order.
        const own = plainly(list).map((each, index) => ({ ...each, line: index + 1 }));
        assert.deepEqual(plainly(unpacked(await packed(own))), own);
      }),
    );
  });

  it('keeps times to the millisecond and takes what is no time for none', async () => {
    const times = [1.4, Number.NaN, Number.POSITIVE_INFINITY, -5, null].map((timestamp, index) => finding({ line: index + 1, timestamp }));
    assert.deepEqual(unpacked(await packed(times)).map(({ timestamp }) => timestamp), [1, null, null, -5, null]);
  });

  it('needs next to nothing for a finding like its neighbours', async () => {
    const { blobs } = await packed(findings(16_384, (line) => ({ message: 'out of memory', template: 'out of memory', timestamp: line * 1_000, range: { line, start: 0, end: 13 } })));
    const size = blobs.reduce((total, blob) => total + blob.packed.length, 0);
    assert.ok(size < 2_000, `${size} bytes`);
  });

  it('rejects numbers that cannot be stored instead of storing others', async () => {
    await assert.rejects(packed([finding({ byteOffset: Number.POSITIVE_INFINITY })]), RangeError);
    await assert.rejects(packed([finding({ byteOffset: 1 }), finding({ line: 2, byteOffset: Number.NaN })]), RangeError);
  });

  it('finds what belongs to a group without unpacking messages', async () => {
    const list = findings(9, (line) => ({ fingerprint: `v1:${line % 2}`, frames: line % 5 === 0 ? [{ function: 'f', file: null, line: null, column: 7, module: null, application: true }] : [] }));
    const result = await packed(list);
    const number = result.groups.find(({ fingerprint }) => fingerprint === 'v1:1')?.number ?? -1;
    const asked = new MergedFindings(chosen(result, [{ numbers: new Set([number]), fingerprints: ['v1:1'] }]));
    assert.deepEqual(asked.slice(0, asked.count), list.filter(({ fingerprint }) => fingerprint === 'v1:1'));
  });

  it('counts groups beside the blob', () => {
    assert.deepEqual([...unpackCounts(packCounts(new Map([[7, 2], [-1, 4], [1_000_000, 1], [3, 3]])))], [[-1, 4], [3, 3], [7, 2], [1_000_000, 1]]);
    assert.throws(() => unpackCounts(new Uint8Array()), RangeError);
  });

  it('keeps what has no place among the groups, with its name', async () => {
    const list = findings(20, (line) => ({ fingerprint: `v1:${line % 10}`, template: `template ${line % 10} <*>` }));
    const result = await packed(list, { ...usualLimits, groups: 3 });
    assert.equal(result.groups.length, 3);
    assert.deepEqual(unpacked(result), list);
    const asked = new MergedFindings(chosen(result, [{ numbers: new Set(), fingerprints: ['v1:9'] }]));
    assert.deepEqual(asked.slice(0, 9).map(({ line }) => line), [9, 19]);
  });

  describe('of earlier versions', () => {
    const nameOf = (): { fingerprint: string; template: string } => ({ fingerprint: 'v1:refused', template: 'connection to <ip> refused' });
    const open = (base64: string): OpenBlob => openBlob(Buffer.from(base64, 'base64'), 1, 'high', nameOf);

    it('is read from before frames had modules', () => {
      const old = open('ARcAAAAoAAAACQAAAAIOBIwBAAoACgAQAAAQAgQAAggKCAACWyIwLjkiLCJsZXZlbDplcnJvciIsIiIsIm9wZW4iLCJsaWQuanMiXQBsaWQgbG9zdA==').finding(0);
      assert.deepEqual([old.message, old.line, old.endLine], ['lid lost', 7, 9]);
      assert.deepEqual(old.frames, [{ function: 'open', file: 'lid.js', line: 3, column: null, module: null, application: true }]);
    });

    it('is read from before messages were packed by their templates', () => {
      const old = open('AxoAAAA1AAAAHwAAAAACAMgBAtD/juuUZwoAAAA8ADA0AgQEBggAWyIwLjkiLCJydWxlOjEiLCJyZWZ1c2VkIiwibGV2ZWw6ZXJyb3IiLCJydWxlOnJldHJ5Il0AY29ubmVjdGlvbiB0byAxMC4wLjAuMSByZWZ1c2Vk');
      const evidence = { rule: 'rule:1', text: 'refused', weighed: ['level:error', 'rule:retry'] };
      assert.deepEqual(old.finding(0), finding({ timestamp: Date.UTC(2026, 2, 1) + 1_000, evidence }));
    });
  });

  it('throws on a damaged blob', async () => {
    const result = await packed(findings(500));
    const [blob] = result.blobs;
    assert.ok(blob);
    const read = (bytes: Uint8Array, count = 500): Finding[] => unpacked({ ...result, blobs: [{ ...blob, packed: bytes, count }] });
    assert.equal(read(blob.packed).length, 500);
    assert.throws(() => read(blob.packed.subarray(0, blob.packed.length / 2)));
    assert.throws(() => read(new Uint8Array()));
    assert.throws(() => read(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)));
    assert.throws(() => read(Uint8Array.of(5, 2, 3, 4, 5, 6, 7, 8)));
    assert.throws(() => read(blob.packed, 501));
  });
});
