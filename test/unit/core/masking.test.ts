import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { maskVariables } from '../../../src/core/masking';

const masks: readonly (readonly [message: string, template: string])[] = [
  // Addresses, names of hosts, paths.
  ['connect to 10.0.0.7:5432 refused', 'connect to <*> refused'],
  ['connect to /10.0.0.7:5432 refused', 'connect to <*> refused'],
  ['peer fe80:0:0:0:1c2:4ff:fe00:9 left', 'peer <*> left'],
  ['peer fe80::1 left', 'peer <*> left'],
  ['lease for 00:0c:29:ab:cd:ef', 'lease for <*>'],
  ['lease for aa:bb:cc:dd:ee:ff', 'lease for <*>'],
  ['GET https://example.org/a/b?c=1#d failed', 'GET <*> failed'],
  ['dsn postgres://user@db:5432/app', 'dsn <*>'],
  ['mail to jane.doe+x@mail.example.org bounced', 'mail to <*> bounced'],
  ['no route to tank.example.org, giving up', 'no route to <*>, giving up'],
  ['no route to tank.example.org:80', 'no route to <*>'],
  ['host=db.internal port=5432', 'host=<*> port=<*>'],
  ['cannot open /var/lib/app/data.db', 'cannot open <*>'],
  ['cannot open ./run/data.db: gone', 'cannot open <*>: gone'],
  ['cannot open C:\\Users\\x\\data.db', 'cannot open <*>'],
  ['cannot open /tmp', 'cannot open <*>'],
  // Numbers with what belongs to them.
  ['took 15µs for 3 of 1,000.5 rows, 12%', 'took <*> for <*> of <*> rows, <*>%'],
  ['took 3 ms', 'took <*>'],
  ['lifetime <1 sec', 'lifetime <*>'],
  ['size 67108864', 'size <*>'],
  ['-17 is not valid', '<*> is not valid'],
  ['exit code=-1', 'exit code=<*>'],
  ['request 3f2504e0-4f89-11d3-9a0c-0305e82c3301 done', 'request <*> done'],
  ['at 0x7ffd5c in 9f86d081884c7d65', 'at <*> in <*>'],
  ['since 2026-11-22T10:00:00.125Z and 10:00:00,5', 'since <*> and <*>'],
  ['on 2026-11-22 10:00:00+01:00', 'on <*>'],
  ['at Fri Jun  3 10:00:00 2005', 'at <*>'],
  ['the Fri who may', 'the Fri who may'],
  // Words with digits are variables as a whole, terms and codes of errors are none.
  ['worker-17 and node_42 of t1', '<*> and <*> of <*>'],
  ['seg_-17 lost', '<*> lost'],
  ['utf8 and sha256 over ssh2', 'utf8 and sha256 over ssh2'],
  ['error E0425: no tank', 'error E0425: no tank'],
  ['fill2_start() found a lid', 'fill2_start() found a lid'],
  // Values.
  ['user "Jane Doe" is unknown', 'user "<*>" is unknown'],
  ["user 'jane' isn't known", "user '<*>' isn't known"],
  ["can't open the lid of 'it'", "can't open the lid of '<*>'"],
  ['"GET /tanks/7 HTTP/1.1" 500', '"GET <*>" <*>'],
  ['"POST /tanks/7 HTTP/1.1" 500', '"POST <*>" <*>'],
  ['{"tank": "north", "open": true}', '{"tank": "<*>", "open": <*>}'],
  ['open=true, lid: null', 'open=<*>, lid: <*>'],
  ['lid is false', 'lid is <*>'],
  ['that null is nothing', 'that null is nothing'],
  ['name=Popup:317e46, tag=a', 'name=<*>, tag=a'],
  ['Air_Brcm43xx::power: off', 'Air_Brcm43xx::power: off'],
  ['logname= uid=0', 'logname=<*> uid=<*>'],
  ['from 10.0.0.1 ()', 'from <*> (<*>)'],
  ['names []', 'names [<*>]'],
  // Names that say what happened stay.
  ['and/or', 'and/or'],
  ['TANK* PumpHouse.keepLid: kept', 'TANK* PumpHouse.keepLid: kept'],
  ['java.lang.IllegalStateException: lid', 'java.lang.IllegalStateException: lid'],
  ['caused by java.lang.IllegalStateException', 'caused by java.lang.IllegalStateException'],
  ['action org.acme.tank.LID_OFF', 'action org.acme.tank.LID_OFF'],
  ['Registering class org.acme.tank.Pump for org.acme.tank.Valve$Lid', 'Registering class <*> for <*>'],
  // Lists are one variable, whatever their length.
  ['delete seg_1 seg_2 seg_3', 'delete <*>'],
  ['delete seg_1', 'delete <*>'],
  ['nodes: [1, 2, 3]', 'nodes: [<*>]'],
  ['lid 0x1, seal 0x2 (4) lid 0x3, seal 0x4 (9) lid 0x5, seal 0x6 (2)', 'lid <*>, seal <*> (<*>) lid <*>, seal <*> (<*>)'],
  ['stack @0x1 @0x2 @0x3)', 'stack <*>)'],
  // Dots that fill a line are no part of what they join.
  ['lid open..............0', 'lid open..............<*>'],
  ['', ''],
  ['nothing to mask', 'nothing to mask'],
  ['Ähnliches für Größe', 'Ähnliches für Größe'],
];

describe('maskVariables', () => {
  for (const [message, template] of masks) it(`${message || 'the empty message'} -> ${template}`, () => assert.equal(maskVariables(message), template));

  it('gives events that differ only in their variables one template', () => {
    const one = maskVariables('Removing segment seg_1 file /data/1/seg_1 of user "a" from 10.0.0.1:80 after 3 ms');
    const other = maskVariables('Removing segment seg_-99 file /srv/x/y/seg_-99 of user "b c" from 192.168.100.200:50010 after 1234 ms');
    assert.equal(one, other);
  });

  it('ends on hostile text and looks at its beginning only', () => {
    const pieces = ['/a', 'a.', '"', "'x", 'a@', '0x', 'ab:', '1,', 'http:/', 'deadbee', '2026-', '::', 'a1b', '\\', 'é', '\u{1F600}', '~/', '-', '= ', '()', '[]', '1 ', '<*>', 'Fri '];
    for (const piece of pieces) {
      const hostile = piece.repeat(100_000 / piece.length);
      assert.equal(maskVariables(hostile), maskVariables(hostile.slice(0, 2000)));
    }
  });
});
