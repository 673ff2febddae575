/** What imports this speaks English without a page: the report, its pictures, and tests. */
import en from './en.ts';
import { readWordsFrom } from './words.ts';

readWordsFrom(() => en);
