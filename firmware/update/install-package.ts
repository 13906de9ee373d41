import { debianPackages, installPackage } from '../../hal/update/package/install-package.ts';
import { updateRules } from './update-rules.ts';

/**
 * Program of vedette-upgrade.service, which runs as administrator: installs the bundle that the camera has accepted.
 * Usage: install-package RECEIVED RESULTS TRIAL-PROGRAM
 */
const [received = '', results = '', trialProgram = ''] = process.argv.slice(2);
try {
  const packages = debianPackages(trialProgram);
  await installPackage({ received, results, rules: updateRules('package', process.env), packages });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
