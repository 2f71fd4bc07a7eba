import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Button } from '../design/controls';
import icon from '../design/icon.svg';
import { useDialogs } from './dialogs';
import styles from './shell.module.css';
import { SystemLine } from './system-state';
import { setTheme, storedTheme, type Theme } from './theme';

const PAGES = [
  ['/', 'Start'],
  ['/candidate', 'Candidate'],
  ['/workers', 'Workers'],
  ['/models', 'Models'],
] as const;

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const SIGN: Record<Theme, string> = { system: '◐', light: '☀', dark: '☾' };

export function TopBar() {
  const [path] = useLocation();
  const { showKeys } = useDialogs();
  const [theme, choose] = useState(storedTheme);
  const turn = () => {
    setTheme(NEXT[theme]);
    choose(NEXT[theme]);
  };
  return (
    <header className={styles.bar}>
      <a className={styles.skip} href="#content">
        Skip to the content
      </a>
      <Link href="/" className={styles.brand}>
        <img src={icon} alt="" />
        Exoplanet
      </Link>
      <nav className={styles.nav} aria-label="Pages">
        {PAGES.map(([href, name]) => (
          <Link key={href} href={href} aria-current={path === href ? 'page' : undefined}>
            {name}
          </Link>
        ))}
      </nav>
      <div className={styles.side}>
        <SystemLine className={styles.wideOnly} />
        <Button
          look="plain"
          className={styles.icon}
          onClick={turn}
          aria-label={`Theme: ${theme}. Change to ${NEXT[theme]}`}
          title={`Theme: ${theme}`}
        >
          {SIGN[theme]}
        </Button>
        <Button look="plain" className={styles.icon} onClick={showKeys} aria-label="Keys" title="Keys (?)">
          ?
        </Button>
      </div>
    </header>
  );
}
