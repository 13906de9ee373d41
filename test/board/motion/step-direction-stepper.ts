import { suite } from 'uvu';
import { testStepper } from './stepper-suite.ts';

const port = suite('motor axis: step and direction');
const seen = suite('step and direction from outside');

testStepper('step-direction-stepper', port, seen);
port.run();
seen.run();
