/** Every kind of stage, by the name that recipes use. */
import type { StageDefinition } from '../stage.ts'
import { annotateStage } from './annotate.ts'
import { curateEvaluator } from './curate-evaluator.ts'
import { curateGold } from './curate-gold.ts'
import { curateRationales } from './curate-rationales.ts'
import { curateRepairsStage } from './curate-repairs.ts'
import { curateRftStage } from './curate-rft.ts'
import { dataCorpus } from './data-corpus.ts'
import { dataDecontaminate } from './data-decontaminate.ts'
import { dataDocuments } from './data-documents.ts'
import { dataFold } from './data-fold.ts'
import { dataNarratives } from './data-narratives.ts'
import { dataProblems } from './data-problems.ts'
import { dataPrograms } from './data-programs.ts'
import { dataSolutions } from './data-solutions.ts'
import { dataWithhold } from './data-withhold.ts'
import { evaluateStage } from './evaluate.ts'
import { evaluateLoss } from './evaluate-loss.ts'
import { evaluateScores } from './evaluate-scores.ts'
import { evaluateSteps } from './evaluate-steps.ts'
import { exportRows } from './export-rows.ts'
import { infer } from './infer.ts'
import { inferBeam } from './infer-beam.ts'
import { inferChoose } from './infer-choose.ts'
import { inferRepair } from './infer-repair.ts'
import { inferSteps } from './infer-steps.ts'
import { modelFresh } from './model-fresh.ts'
import { inferGreedy, sample } from './sample.ts'
import { scoreEquations } from './score-equations.ts'
import { scoreEvaluator } from './score-evaluator.ts'
import { scoreLikelihood } from './score-likelihood.ts'
import { studyCurve } from './study-curve.ts'
import { studyDifference } from './study-difference.ts'
import { studyPrograms } from './study-programs.ts'
import { studySampling } from './study-sampling.ts'
import { studySelection } from './study-selection.ts'
import { studyMeasure } from './study-measure.ts'
import { trainChoose } from './train-choose.ts'
import { trainEvaluator } from './train-evaluator.ts'
import { trainPretrain } from './train-pretrain.ts'
import { trainSft } from './train-sft.ts'
import { verify } from './verify.ts'

export const stages = {
  'data.problems': dataProblems,
  'data.decontaminate': dataDecontaminate,
  'data.withhold': dataWithhold,
  'data.fold': dataFold,
  'data.programs': dataPrograms,
  'data.corpus': dataCorpus,
  'data.narratives': dataNarratives,
  'data.solutions': dataSolutions,
  'data.documents': dataDocuments,
  'model.fresh': modelFresh,
  'train.pretrain': trainPretrain,
  'train.sft': trainSft,
  'train.evaluator': trainEvaluator,
  'train.choose': trainChoose,
  sample,
  annotate: annotateStage,
  verify,
  'curate.gold': curateGold,
  'curate.rft': curateRftStage,
  'curate.evaluator': curateEvaluator,
  'curate.repairs': curateRepairsStage,
  'curate.rationales': curateRationales,
  'export.rows': exportRows,
  'score.evaluator': scoreEvaluator,
  'score.likelihood': scoreLikelihood,
  'score.equations': scoreEquations,
  'infer.greedy': inferGreedy,
  'infer.beam': inferBeam,
  'infer.steps': inferSteps,
  infer,
  'infer.repair': inferRepair,
  'infer.choose': inferChoose,
  evaluate: evaluateStage,
  'evaluate.loss': evaluateLoss,
  'evaluate.scores': evaluateScores,
  'evaluate.steps': evaluateSteps,
  'study.curve': studyCurve,
  'study.difference': studyDifference,
  'study.measure': studyMeasure,
  'study.programs': studyPrograms,
  'study.sampling': studySampling,
  'study.selection': studySelection,
} satisfies Record<string, StageDefinition>
