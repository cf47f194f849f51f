#!/usr/bin/env node
/**
 * What `reckoner` starts. An old Node must be able to read this file: its one static import ends it
 * with a sentence.
 */
import './require-node.cjs'

void import('./command-line.ts')
