import { Monitor, Moon, Sun, type LucideIcon } from 'lucide-react';
import type { Theme } from '../shared/theme.ts';

interface ThemeChoice {
  readonly value: Theme;
  readonly label: string;
  readonly icon: LucideIcon;
}

export const themes: readonly ThemeChoice[] = [
  { value: 'system', label: 'System', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
];
