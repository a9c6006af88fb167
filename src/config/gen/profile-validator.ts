// Made by `npm run generate` from schema/. Do not edit.
// @ts-nocheck
export const validate = validate10;
export default validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"bespoke-profile","title":"DeviceProfile","description":"Latencies that were measured on one device, to be kept beside the configuration. Structures stand for all networks with the same operators, shapes and attributes, whatever their weights: a name is a part of their hash, '/1' behind it is a whole model for one sample, '/n' one with an open batch; an 's' behind it is one with an open height or width. Everything is sorted.","type":"object","additionalProperties":false,"required":["version","runtime","threads","device","comparisons","structures"],"properties":{"version":{"description":"Version of this format: 2 (version 1 had one time a structure, and no build could use it). No default.","const":2},"runtime":{"description":"What ran the models. No default.","enum":["onnxruntime-node/cpu","onnxruntime-web/wasm","onnxruntime-web/webgpu"]},"threads":{"description":"Threads of one inference. A count, at least 1. No default.","type":"integer","minimum":1},"device":{"title":"ProfiledDevice","description":"What was measured on. No default.","type":"object","additionalProperties":false,"required":["description","identity"],"properties":{"description":{"description":"The device in words, for people; may be edited. No default.","type":"string","pattern":"\\S"},"identity":{"description":"What the latencies depend on: processor or device, and the versions of what ran the models. Measurements of another identity replace the file's instead of joining them. No default.","type":"string","pattern":"\\S"}}},"comparisons":{"title":"ProfileComparisons","description":"What was timed in turn: by the structure that was the reference, by the structure that was compared with it. No default.","type":"object","propertyNames":{"$ref":"#/definitions/structureName"},"additionalProperties":{"type":"object","propertyNames":{"$ref":"#/definitions/structureName"},"additionalProperties":{"$ref":"#/definitions/comparison"}}},"structures":{"title":"ProfileStructures","description":"What each structure is made of: how often each operator with its shapes is in it. Latencies of structures that are not here are predicted from it. No default.","type":"object","propertyNames":{"$ref":"#/definitions/structureName"},"additionalProperties":{"title":"ProfileStructure","type":"object","propertyNames":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_.]*(\\[\\d+(x\\d+)*\\])? (.* )?-> \\S.*$","accepted":"an operator with its shapes, 'Conv 1x3x32x32 * 16x3x3x3 -> 1x16x32x32'"},"additionalProperties":{"type":"integer","minimum":1}}}},"definitions":{"structureName":{"type":"string","pattern":"^[0-9a-f]{20}(/[1n]s?)?$","accepted":"20 hexadecimal digits, with '/1', '/n', '/1s' or '/ns' behind them for a whole model"},"comparison":{"title":"ProfileComparison","description":"A structure beside its reference, timed in turn.","type":"object","additionalProperties":false,"required":["ratio","medianMs","referenceMs","runs"],"properties":{"ratio":{"description":"Median of its time over the time of the reference just before. A ratio, above 0. No default.","type":"number","exclusiveMinimum":0},"medianMs":{"description":"Median time of one sample. Milliseconds, above 0. No default.","type":"number","exclusiveMinimum":0},"referenceMs":{"description":"Median time of one sample of the reference. Milliseconds, above 0. No default.","type":"number","exclusiveMinimum":0},"runs":{"description":"Runs that were timed. A count, at least 1. No default.","type":"integer","minimum":1},"firstRatio":{"description":"Where the pair was measured again, since its latency was near a limit: the ratio as it was measured first. A ratio. No default.","type":"number","exclusiveMinimum":0},"partsRatio":{"description":"Of a whole student: the ratio that its parts, each measured alone, come to. A ratio. No default.","type":"number"}}}}};
const schema12 = {"type":"string","pattern":"^[0-9a-f]{20}(/[1n]s?)?$","accepted":"20 hexadecimal digits, with '/1', '/n', '/1s' or '/ns' behind them for a whole model"};
const schema14 = {"title":"ProfileComparison","description":"A structure beside its reference, timed in turn.","type":"object","additionalProperties":false,"required":["ratio","medianMs","referenceMs","runs"],"properties":{"ratio":{"description":"Median of its time over the time of the reference just before. A ratio, above 0. No default.","type":"number","exclusiveMinimum":0},"medianMs":{"description":"Median time of one sample. Milliseconds, above 0. No default.","type":"number","exclusiveMinimum":0},"referenceMs":{"description":"Median time of one sample of the reference. Milliseconds, above 0. No default.","type":"number","exclusiveMinimum":0},"runs":{"description":"Runs that were timed. A count, at least 1. No default.","type":"integer","minimum":1},"firstRatio":{"description":"Where the pair was measured again, since its latency was near a limit: the ratio as it was measured first. A ratio. No default.","type":"number","exclusiveMinimum":0},"partsRatio":{"description":"Of a whole student: the ratio that its parts, each measured alone, come to. A ratio. No default.","type":"number"}}};
const pattern0 = new RegExp("\\S", "u");
const pattern2 = new RegExp("^[0-9a-f]{20}(/[1n]s?)?$", "u");
const pattern5 = new RegExp("^[A-Za-z][A-Za-z0-9_.]*(\\[\\d+(x\\d+)*\\])? (.* )?-> \\S.*$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="bespoke-profile" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.version === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.runtime === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "runtime"},message:"must have required property '"+"runtime"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.threads === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "threads"},message:"must have required property '"+"threads"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.device === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "device"},message:"must have required property '"+"device"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.comparisons === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "comparisons"},message:"must have required property '"+"comparisons"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.structures === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "structures"},message:"must have required property '"+"structures"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "version") || (key0 === "runtime")) || (key0 === "threads")) || (key0 === "device")) || (key0 === "comparisons")) || (key0 === "structures"))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.version !== undefined){
let data0 = data.version;
if(2 !== data0){
const err7 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/const",keyword:"const",params:{allowedValue: 2},message:"must be equal to constant",schema:2,parentSchema:schema11.properties.version,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.runtime !== undefined){
let data1 = data.runtime;
if(!(((data1 === "onnxruntime-node/cpu") || (data1 === "onnxruntime-web/wasm")) || (data1 === "onnxruntime-web/webgpu"))){
const err8 = {instancePath:instancePath+"/runtime",schemaPath:"#/properties/runtime/enum",keyword:"enum",params:{allowedValues: schema11.properties.runtime.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.runtime.enum,parentSchema:schema11.properties.runtime,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.threads !== undefined){
let data2 = data.threads;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err9 = {instancePath:instancePath+"/threads",schemaPath:"#/properties/threads/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.threads.type,parentSchema:schema11.properties.threads,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 1 || isNaN(data2)){
const err10 = {instancePath:instancePath+"/threads",schemaPath:"#/properties/threads/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.threads,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data.device !== undefined){
let data3 = data.device;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.description === undefined){
const err11 = {instancePath:instancePath+"/device",schemaPath:"#/properties/device/required",keyword:"required",params:{missingProperty: "description"},message:"must have required property '"+"description"+"'",schema:schema11.properties.device.required,parentSchema:schema11.properties.device,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data3.identity === undefined){
const err12 = {instancePath:instancePath+"/device",schemaPath:"#/properties/device/required",keyword:"required",params:{missingProperty: "identity"},message:"must have required property '"+"identity"+"'",schema:schema11.properties.device.required,parentSchema:schema11.properties.device,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
for(const key1 in data3){
if(!((key1 === "description") || (key1 === "identity"))){
const err13 = {instancePath:instancePath+"/device",schemaPath:"#/properties/device/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.device,data:data3};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data3.description !== undefined){
let data4 = data3.description;
if(typeof data4 === "string"){
if(!pattern0.test(data4)){
const err14 = {instancePath:instancePath+"/device/description",schemaPath:"#/properties/device/properties/description/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema11.properties.device.properties.description,data:data4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/device/description",schemaPath:"#/properties/device/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.device.properties.description.type,parentSchema:schema11.properties.device.properties.description,data:data4};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data3.identity !== undefined){
let data5 = data3.identity;
if(typeof data5 === "string"){
if(!pattern0.test(data5)){
const err16 = {instancePath:instancePath+"/device/identity",schemaPath:"#/properties/device/properties/identity/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema11.properties.device.properties.identity,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/device/identity",schemaPath:"#/properties/device/properties/identity/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.device.properties.identity.type,parentSchema:schema11.properties.device.properties.identity,data:data5};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/device",schemaPath:"#/properties/device/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.device.type,parentSchema:schema11.properties.device,data:data3};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.comparisons !== undefined){
let data6 = data.comparisons;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key2 in data6){
const _errs15 = errors;
if(typeof key2 === "string"){
if(!pattern2.test(key2)){
const err19 = {instancePath:instancePath+"/comparisons",schemaPath:"#/definitions/structureName/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{20}(/[1n]s?)?$"},message:"must match pattern \""+"^[0-9a-f]{20}(/[1n]s?)?$"+"\"",schema:"^[0-9a-f]{20}(/[1n]s?)?$",parentSchema:schema12,data:key2,propertyName:key2};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/comparisons",schemaPath:"#/definitions/structureName/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.type,parentSchema:schema12,data:key2,propertyName:key2};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
var valid2 = _errs15 === errors;
if(!valid2){
const err21 = {instancePath:instancePath+"/comparisons",schemaPath:"#/properties/comparisons/propertyNames",keyword:"propertyNames",params:{propertyName: key2},message:"property name must be valid",schema:schema11.properties.comparisons.propertyNames,parentSchema:schema11.properties.comparisons,data:data6};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
for(const key3 in data6){
let data7 = data6[key3];
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
for(const key4 in data7){
const _errs21 = errors;
if(typeof key4 === "string"){
if(!pattern2.test(key4)){
const err22 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/structureName/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{20}(/[1n]s?)?$"},message:"must match pattern \""+"^[0-9a-f]{20}(/[1n]s?)?$"+"\"",schema:"^[0-9a-f]{20}(/[1n]s?)?$",parentSchema:schema12,data:key4,propertyName:key4};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
else {
const err23 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/structureName/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.type,parentSchema:schema12,data:key4,propertyName:key4};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
var valid5 = _errs21 === errors;
if(!valid5){
const err24 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/comparisons/additionalProperties/propertyNames",keyword:"propertyNames",params:{propertyName: key4},message:"property name must be valid",schema:schema11.properties.comparisons.additionalProperties.propertyNames,parentSchema:schema11.properties.comparisons.additionalProperties,data:data7};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
for(const key5 in data7){
let data8 = data7[key5];
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.ratio === undefined){
const err25 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/comparison/required",keyword:"required",params:{missingProperty: "ratio"},message:"must have required property '"+"ratio"+"'",schema:schema14.required,parentSchema:schema14,data:data8};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(data8.medianMs === undefined){
const err26 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/comparison/required",keyword:"required",params:{missingProperty: "medianMs"},message:"must have required property '"+"medianMs"+"'",schema:schema14.required,parentSchema:schema14,data:data8};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(data8.referenceMs === undefined){
const err27 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/comparison/required",keyword:"required",params:{missingProperty: "referenceMs"},message:"must have required property '"+"referenceMs"+"'",schema:schema14.required,parentSchema:schema14,data:data8};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data8.runs === undefined){
const err28 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/comparison/required",keyword:"required",params:{missingProperty: "runs"},message:"must have required property '"+"runs"+"'",schema:schema14.required,parentSchema:schema14,data:data8};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
for(const key6 in data8){
if(!((((((key6 === "ratio") || (key6 === "medianMs")) || (key6 === "referenceMs")) || (key6 === "runs")) || (key6 === "firstRatio")) || (key6 === "partsRatio"))){
const err29 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/comparison/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema14,data:data8};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data8.ratio !== undefined){
let data9 = data8.ratio;
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 <= 0 || isNaN(data9)){
const err30 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ratio",schemaPath:"#/definitions/comparison/properties/ratio/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema14.properties.ratio,data:data9};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
else {
const err31 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/ratio",schemaPath:"#/definitions/comparison/properties/ratio/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema14.properties.ratio.type,parentSchema:schema14.properties.ratio,data:data9};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data8.medianMs !== undefined){
let data10 = data8.medianMs;
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 <= 0 || isNaN(data10)){
const err32 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/medianMs",schemaPath:"#/definitions/comparison/properties/medianMs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema14.properties.medianMs,data:data10};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/medianMs",schemaPath:"#/definitions/comparison/properties/medianMs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema14.properties.medianMs.type,parentSchema:schema14.properties.medianMs,data:data10};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data8.referenceMs !== undefined){
let data11 = data8.referenceMs;
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 <= 0 || isNaN(data11)){
const err34 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/referenceMs",schemaPath:"#/definitions/comparison/properties/referenceMs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema14.properties.referenceMs,data:data11};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/referenceMs",schemaPath:"#/definitions/comparison/properties/referenceMs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema14.properties.referenceMs.type,parentSchema:schema14.properties.referenceMs,data:data11};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data8.runs !== undefined){
let data12 = data8.runs;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
const err36 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/runs",schemaPath:"#/definitions/comparison/properties/runs/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema14.properties.runs.type,parentSchema:schema14.properties.runs,data:data12};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 1 || isNaN(data12)){
const err37 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/runs",schemaPath:"#/definitions/comparison/properties/runs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema14.properties.runs,data:data12};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
if(data8.firstRatio !== undefined){
let data13 = data8.firstRatio;
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 <= 0 || isNaN(data13)){
const err38 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/firstRatio",schemaPath:"#/definitions/comparison/properties/firstRatio/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema14.properties.firstRatio,data:data13};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
else {
const err39 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/firstRatio",schemaPath:"#/definitions/comparison/properties/firstRatio/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema14.properties.firstRatio.type,parentSchema:schema14.properties.firstRatio,data:data13};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data8.partsRatio !== undefined){
let data14 = data8.partsRatio;
if(!((typeof data14 == "number") && (isFinite(data14)))){
const err40 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1")+"/partsRatio",schemaPath:"#/definitions/comparison/properties/partsRatio/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema14.properties.partsRatio.type,parentSchema:schema14.properties.partsRatio,data:data14};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/comparison/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema14.type,parentSchema:schema14,data:data8};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
else {
const err42 = {instancePath:instancePath+"/comparisons/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/comparisons/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.comparisons.additionalProperties.type,parentSchema:schema11.properties.comparisons.additionalProperties,data:data7};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
else {
const err43 = {instancePath:instancePath+"/comparisons",schemaPath:"#/properties/comparisons/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.comparisons.type,parentSchema:schema11.properties.comparisons,data:data6};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data.structures !== undefined){
let data15 = data.structures;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key7 in data15){
const _errs43 = errors;
if(typeof key7 === "string"){
if(!pattern2.test(key7)){
const err44 = {instancePath:instancePath+"/structures",schemaPath:"#/definitions/structureName/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{20}(/[1n]s?)?$"},message:"must match pattern \""+"^[0-9a-f]{20}(/[1n]s?)?$"+"\"",schema:"^[0-9a-f]{20}(/[1n]s?)?$",parentSchema:schema12,data:key7,propertyName:key7};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
else {
const err45 = {instancePath:instancePath+"/structures",schemaPath:"#/definitions/structureName/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.type,parentSchema:schema12,data:key7,propertyName:key7};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
var valid10 = _errs43 === errors;
if(!valid10){
const err46 = {instancePath:instancePath+"/structures",schemaPath:"#/properties/structures/propertyNames",keyword:"propertyNames",params:{propertyName: key7},message:"property name must be valid",schema:schema11.properties.structures.propertyNames,parentSchema:schema11.properties.structures,data:data15};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
for(const key8 in data15){
let data16 = data15[key8];
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
for(const key9 in data16){
const _errs49 = errors;
if(typeof key9 === "string"){
if(!pattern5.test(key9)){
const err47 = {instancePath:instancePath+"/structures/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/structures/additionalProperties/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_.]*(\\[\\d+(x\\d+)*\\])? (.* )?-> \\S.*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_.]*(\\[\\d+(x\\d+)*\\])? (.* )?-> \\S.*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9_.]*(\\[\\d+(x\\d+)*\\])? (.* )?-> \\S.*$",parentSchema:schema11.properties.structures.additionalProperties.propertyNames,data:key9,propertyName:key9};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
else {
const err48 = {instancePath:instancePath+"/structures/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/structures/additionalProperties/propertyNames/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.structures.additionalProperties.propertyNames.type,parentSchema:schema11.properties.structures.additionalProperties.propertyNames,data:key9,propertyName:key9};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
var valid13 = _errs49 === errors;
if(!valid13){
const err49 = {instancePath:instancePath+"/structures/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/structures/additionalProperties/propertyNames",keyword:"propertyNames",params:{propertyName: key9},message:"property name must be valid",schema:schema11.properties.structures.additionalProperties.propertyNames,parentSchema:schema11.properties.structures.additionalProperties,data:data16};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
for(const key10 in data16){
let data17 = data16[key10];
if(!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))){
const err50 = {instancePath:instancePath+"/structures/" + key8.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/structures/additionalProperties/additionalProperties/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.structures.additionalProperties.additionalProperties.type,parentSchema:schema11.properties.structures.additionalProperties.additionalProperties,data:data17};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 < 1 || isNaN(data17)){
const err51 = {instancePath:instancePath+"/structures/" + key8.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/structures/additionalProperties/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.structures.additionalProperties.additionalProperties,data:data17};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
}
else {
const err52 = {instancePath:instancePath+"/structures/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/structures/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.structures.additionalProperties.type,parentSchema:schema11.properties.structures.additionalProperties,data:data16};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
else {
const err53 = {instancePath:instancePath+"/structures",schemaPath:"#/properties/structures/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.structures.type,parentSchema:schema11.properties.structures,data:data15};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
else {
const err54 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
