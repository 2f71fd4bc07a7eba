import { lazy, Suspense, useMemo, useState } from 'react';
import { Link, Route, Switch } from 'wouter';
import { controls } from './design/controls';
import { HomePage } from './home/home-page';
import { Banners } from './shell/banners';
import { DialogsContext } from './shell/dialogs';
import { useKeys } from './shell/key-bindings';
import { KeyDialog } from './shell/key-dialog';
import { KeyHelp } from './shell/key-help';
import styles from './shell/shell.module.css';
import { TopBar } from './shell/top-bar';

const CandidatePage = lazy(async () => ({ default: (await import('./candidate/candidate-page')).CandidatePage }));
const NewCatalogPage = lazy(async () => ({ default: (await import('./catalog/new-catalog-page')).NewCatalogPage }));
const CatalogPage = lazy(async () => ({ default: (await import('./catalog/catalog-page')).CatalogPage }));
const DiffPage = lazy(async () => ({ default: (await import('./diff/diff-page')).DiffPage }));
const RowPage = lazy(async () => ({ default: (await import('./catalog/row-page')).RowPage }));
const CurvePage = lazy(async () => ({ default: (await import('./curve/curve-page')).CurvePage }));
const WorkersPage = lazy(async () => ({ default: (await import('./workers/workers-page')).WorkersPage }));
const ModelsPage = lazy(async () => ({ default: (await import('./models/models-page')).ModelsPage }));

export function App() {
  const [asksKey, setAsksKey] = useState(false);
  const [showsKeys, setShowsKeys] = useState(false);
  const dialogs = useMemo(() => ({ askForKey: () => setAsksKey(true), showKeys: () => setShowsKeys(true) }), []);
  useKeys({ 'Shift+?': dialogs.showKeys });
  return (
    <DialogsContext value={dialogs}>
      <TopBar />
      <Banners />
      <main id="content" className={styles.page}>
        <Suspense fallback={<p className={controls.muted}>Loading</p>}>
          <Switch>
            <Route path="/" component={HomePage} />
            <Route path="/candidate" component={CandidatePage} />
            <Route path="/curve/:task" component={CurvePage} />
            <Route path="/catalog/new" component={NewCatalogPage} />
            <Route path="/catalog/:catalog" component={CatalogPage} />
            <Route path="/catalog/:catalog/row/:key" component={RowPage} />
            <Route path="/catalog/:catalog/diff/:other" component={DiffPage} />
            <Route path="/workers" component={WorkersPage} />
            <Route path="/models" component={ModelsPage} />
            <Route>
              <h1>No such page</h1>
              <p>
                This address does not exist in this version of the console. <Link href="/">Start again</Link>
              </p>
            </Route>
          </Switch>
        </Suspense>
      </main>
      <KeyDialog open={asksKey} onOpenChange={setAsksKey} />
      <KeyHelp open={showsKeys} onOpenChange={setShowsKeys} />
    </DialogsContext>
  );
}
