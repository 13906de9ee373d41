import { suite } from 'uvu';
import { testStepper } from './stepper-suite.ts';

const port = suite('motor axis: four-wire stepper');
const seen = suite('four-wire stepper from outside');

testStepper('four-wire-stepper', port, seen);
port.run();
seen.run();
