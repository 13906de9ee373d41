import { render } from 'preact';
import { App } from './app.tsx';
import { startRouter } from './frame/router.ts';
import { startTheme } from './frame/theme.ts';
import { startLanguage } from './texts/texts.ts';

startTheme();
startLanguage();
startRouter();
const place = document.getElementById('page');
if (place !== null) render(<App />, place);
