import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { functionsOf, programsOf } from '../../../scripts/testing/shell-commands.ts';

const shell = suite('programs of a shell script');

const rows = [
  { name: 'a command', text: 'make -C folder\n', expected: ['make'] },
  {
    name: 'commands in a row and in a pipe',
    text: 'cat a | sort -u && grep b; tail c & wait',
    expected: ['cat', 'grep', 'sort', 'tail'],
  },
  { name: 'a comment', text: '# curl x\nmake # curl y\necho a#b', expected: ['make'] },
  { name: 'assignments before it', text: 'A=1 B="c d" make', expected: ['make'] },
  { name: 'an assignment alone', text: 'A=$(git config x) B=2', expected: ['git'] },
  {
    name: 'keywords',
    text: 'if ! test -e a; then make; elif grep b c; then sed d; else bc; fi',
    expected: ['bc', 'grep', 'make', 'sed'],
  },
  {
    name: 'loops',
    text: 'for one in curl wget; do tar x; done\nwhile read -r a; do flex; done <file',
    expected: ['flex', 'tar'],
  },
  { name: 'words in quotes', text: 'echo "curl; wget" \'curl | wget\'', expected: [] },
  { name: 'an expansion inside quotes', text: 'echo "a $(uname -m) b"', expected: ['uname'] },
  { name: 'nested expansions', text: 'echo "$(dirname "$(command -v gcc)")"', expected: ['dirname', 'gcc'] },
  { name: 'braces and arithmetic', text: `echo ${'$'}{a:-$HOME/x;y} $((1 + (2)))\nid`, expected: ['id'] },
  { name: 'a case', text: 'case $1 in --qemu | curl) make ;; *) bc ;; esac\nid', expected: ['bc', 'id', 'make'] },
  {
    name: 'a case over lines',
    text: 'ls\ncase $1 in\n  curl)\n    make\n    ;;\n  wget | x) bc ;;\nesac',
    expected: ['bc', 'ls', 'make'],
  },
  { name: 'redirections', text: 'make >log 2>&1 </dev/null && exec 9>&-', expected: ['make'] },
  {
    name: 'a command behind exec, nice or env',
    text: 'exec node x\nnice make\nas_root env A=1 apt-get update',
    expected: ['apt-get', 'make', 'node'],
  },
  { name: 'a group and a subshell', text: '{ sed a; (cd b && tar c) } >file', expected: ['sed', 'tar'] },
  { name: 'a continued line', text: 'make a \\\n  curl', expected: ['make'] },
  { name: 'its own functions', text: 'say() { printf x; }\nsay curl', expected: [] },
];
for (const { name, text, expected } of rows)
  shell(`sees ${name}`, () => {
    assert.equal(programsOf(text, new Set(functionsOf(text))), expected);
  });

shell.run();
