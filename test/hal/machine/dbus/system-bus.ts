import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isOfRule } from '../../../../hal/machine/dbus/system-bus.ts';

const signals = suite('signals of D-Bus');

const member = 'PropertiesChanged';

signals('a signal goes to the rules that it matches, and to no others', () => {
  for (const [rule, path, expected] of [
    [`type='signal',member='${member}',path='/org/freedesktop/timesync1'`, '/org/freedesktop/timesync1', true],
    [`type='signal',member='${member}',path='/org/freedesktop/timesync1'`, '/org/freedesktop/hostname1', false],
    [`member='${member}',path_namespace='/org/freedesktop/network1'`, '/org/freedesktop/network1/link/_32', true],
    [`member='${member}',path_namespace='/org/freedesktop/network1'`, '/org/freedesktop/network1', true],
    [`member='${member}',path_namespace='/org/freedesktop/network1'`, '/org/freedesktop/network12', false],
    [`type='signal',member='Completed'`, '/org/freedesktop/network1', false],
    [`type='signal',member='${member}'`, '/any', true],
  ] as const)
    assert.is(isOfRule({ member, path }, rule), expected, `${rule} ${path}`);
});

signals.run();
